package com.umeng.commonsdk.statistics.idtracking;

import android.content.Context;
import android.net.wifi.WifiManager;
import android.provider.Settings;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URL;

/** Stand-in of the id trackers. */
public class Tracker implements Runnable {
    private final Context c;
    private final String key;
    private final String channel;

    public Tracker(Context c, String key, String channel) {
        this.c = c;
        this.key = key;
        this.channel = channel;
    }

    private String mac() {
        WifiManager w = (WifiManager) c.getSystemService(Context.WIFI_SERVICE);
        return w.getConnectionInfo().getMacAddress();
    }

    @Override public void run() {
        String id = Settings.Secure.getString(c.getContentResolver(), Settings.Secure.ANDROID_ID);
        String envelope = key + "|" + channel + "|" + id + "|" + mac();
        try {
            HttpURLConnection h = (HttpURLConnection) new URL("https://ulogs.umeng.com/unify_logs").openConnection();
            h.setDoOutput(true);
            OutputStream o = h.getOutputStream();
            o.write(envelope.getBytes());
            o.close();
            h.getResponseCode();
        } catch (Exception e) {
            // the next start tries again
        }
    }
}
