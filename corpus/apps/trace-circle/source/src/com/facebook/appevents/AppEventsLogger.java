package com.facebook.appevents;

import android.app.Application;
import android.provider.Settings;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URL;

/** Stand-in: real names, our own body. */
public class AppEventsLogger {
    public static void activateApp(Application a) {
        final String id = Settings.Secure.getString(a.getContentResolver(), Settings.Secure.ANDROID_ID);
        new Thread(() -> send(id)).start();
    }

    private static void send(String id) {
        try {
            HttpURLConnection c = (HttpURLConnection) new URL("https://graph.facebook.com/activities").openConnection();
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
