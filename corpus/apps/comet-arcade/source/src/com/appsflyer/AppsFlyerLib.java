package com.appsflyer;

import android.content.Context;
import android.provider.Settings;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URL;

/** Stand-in: real names, our own body. */
public class AppsFlyerLib {
    private static final AppsFlyerLib ONLY = new AppsFlyerLib();

    public static AppsFlyerLib getInstance() { return ONLY; }

    public AppsFlyerLib init(String key, Object listener, Context c) {
        final String id = Settings.Secure.getString(c.getContentResolver(), Settings.Secure.ANDROID_ID);
        new Thread(() -> send(id)).start();
        return this;
    }

    private static void send(String id) {
        try {
            HttpURLConnection c = (HttpURLConnection) new URL("https://launches.appsflyer.com/api").openConnection();
            c.setDoOutput(true);
            OutputStream o = c.getOutputStream();
            o.write(id.getBytes());
            o.close();
            c.getResponseCode();
        } catch (Exception e) {
            // later
        }
    }
}
