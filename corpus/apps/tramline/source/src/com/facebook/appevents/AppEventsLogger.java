package com.facebook.appevents;

import android.content.Context;
import com.google.android.gms.ads.identifier.AdvertisingIdClient;
import java.net.HttpURLConnection;
import java.net.URL;

/** Stand-in. */
public class AppEventsLogger {
    private final Context c;
    private AppEventsLogger(Context c) { this.c = c; }
    public static AppEventsLogger newLogger(Context c) { return new AppEventsLogger(c); }

    public void logEvent(final String name) {
        new Thread(new Runnable() {
            @Override public void run() {
                try {
                    AdvertisingIdClient.Info i = AdvertisingIdClient.getAdvertisingIdInfo(c);
                    HttpURLConnection h = (HttpURLConnection) new URL("https://graph.facebook.com/v17.0/activities?event=" + name + "&advertiser_id=" + i.getId()).openConnection();
                    h.getResponseCode();
                } catch (Exception e) {
                    // later
                }
            }
        }).start();
    }
}
