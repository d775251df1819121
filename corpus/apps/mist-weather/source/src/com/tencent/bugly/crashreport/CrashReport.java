package com.tencent.bugly.crashreport;

import android.content.Context;
import android.provider.Settings;
import java.net.HttpURLConnection;
import java.net.URL;

/** Stand-in: real names, our own body. */
public class CrashReport {
    public static void initCrashReport(final Context c, final String id, boolean debug) {
        Thread.setDefaultUncaughtExceptionHandler((t, e) -> send(id, Settings.Secure.getString(c.getContentResolver(), Settings.Secure.ANDROID_ID), e));
    }

    private static void send(String id, String phone, Throwable e) {
        try {
            HttpURLConnection h = (HttpURLConnection) new URL("https://android.bugly.qq.com/rqd/async?aid=" + id).openConnection();
            h.setDoOutput(true);
            h.getOutputStream().write((phone + e).getBytes());
            h.getResponseCode();
        } catch (Exception x) {
            // lost
        }
    }
}
