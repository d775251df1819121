package com.umeng.commonsdk;

import android.content.Context;
import android.provider.Settings;
import java.net.HttpURLConnection;
import java.net.URL;

/** Stand-in: real names, our own body. */
public class UMConfigure {
    private static String key;

    public static void preInit(Context c, String appkey, String channel) { key = appkey; }

    public static void init(final Context c, String appkey, String channel, int type, String secret) {
        key = appkey;
        final String id = Settings.Secure.getString(c.getContentResolver(), "android_id");
        new Thread(new Runnable() {
            @Override public void run() {
                try {
                    HttpURLConnection h = (HttpURLConnection) new URL("https://cnlogs.umeng.com/unify_logs?k=" + key + "&i=" + id).openConnection();
                    h.getResponseCode();
                } catch (Exception e) {
                    key = null;
                }
            }
        }).start();
    }
}
