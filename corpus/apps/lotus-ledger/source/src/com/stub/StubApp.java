package com.stub;

import android.app.Application;
import android.content.Context;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileOutputStream;
import java.io.InputStream;

/** A loader of our own in the shape of the common ones: decrypts an asset in native code and loads it. */
public final class StubApp extends Application {
    private static Application real;

    static native byte[] unlock(byte[] sealed);

    @Override protected void attachBaseContext(Context c) {
        super.attachBaseContext(c);
        System.loadLibrary("jiagu");
        try {
            InputStream in = c.getAssets().open(".appkey");
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            byte[] block = new byte[4096];
            for (int n; (n = in.read(block)) > 0; ) all.write(block, 0, n);
            File dex = new File(c.getDir("dex", 0), "app.dex");
            FileOutputStream out = new FileOutputStream(dex);
            out.write(unlock(all.toByteArray()));
            out.close();
            ClassLoader l = new dalvik.system.DexClassLoader(dex.getPath(), c.getCacheDir().getPath(), null, c.getClassLoader());
            real = (Application) l.loadClass("com.xiaohe.ledger.LedgerApp").newInstance();
        } catch (Exception e) {
            real = null;
        }
    }

    @Override public void onCreate() {
        super.onCreate();
        if (real != null) real.onCreate();
    }
}
