/* The unlocking half of the loader, without any header: JNIEnv is a table of functions. Slots 171, 184, 192: GetArrayLength, GetByteArrayElements, ReleaseByteArrayElements. */
typedef void *(*fn)();
void *Java_com_stub_StubApp_unlock(void ***env, void *cls, void *sealed)
{
    long n = (int)(long)(*(fn)(*env)[171])(env, sealed);
    unsigned char *p = (*(fn)(*env)[184])(env, sealed, (void *)0);
    unsigned x = 0x2545F491;
    for (long i = 0; i < n; i++) {
        x ^= x << 13;
        x ^= x >> 17;
        x ^= x << 5;
        p[i] ^= x & 0xFF;
    }
    (*(fn)(*env)[192])(env, sealed, p, 0L);
    return sealed;
}
