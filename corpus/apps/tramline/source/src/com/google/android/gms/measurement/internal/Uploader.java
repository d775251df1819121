package com.google.android.gms.measurement.internal;

import android.content.Context;
import android.provider.Settings;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URL;

/** Stand-in. */
public class Uploader {
    private final String ssaid;
    public Uploader(Context c) { ssaid = Settings.Secure.getString(c.getContentResolver(), Settings.Secure.ANDROID_ID); }

    public void event(final String name) {
        new Thread(() -> {
            try {
                HttpURLConnection h = (HttpURLConnection) new URL("https://app-measurement.com/a").openConnection();
                h.setDoOutput(true);
                OutputStream o = h.getOutputStream();
                o.write((name + '\n' + ssaid).getBytes());
                o.close();
                h.getResponseCode();
            } catch (Exception e) {
                // later
            }
        }).start();
    }
}
