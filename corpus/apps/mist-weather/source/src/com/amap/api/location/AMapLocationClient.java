package com.amap.api.location;

import android.content.Context;
import android.location.Location;
import android.location.LocationManager;
import android.net.wifi.ScanResult;
import android.net.wifi.WifiManager;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URL;

/** Stand-in: real names, our own body. */
public class AMapLocationClient {
    private static boolean agree;
    private final Context c;

    public AMapLocationClient(Context c) { this.c = c.getApplicationContext(); }

    public static void updatePrivacyShow(Context c, boolean contains, boolean show) { }
    public static void updatePrivacyAgree(Context c, boolean yes) { agree = yes; }

    public void startLocation() {
        if (agree) new Thread(this::fix).start();
    }

    private void fix() {
        Location l = ((LocationManager) c.getSystemService(Context.LOCATION_SERVICE)).getLastKnownLocation("gps");
        StringBuilder s = new StringBuilder(l == null ? "" : l.getLatitude() + "," + l.getLongitude());
        for (ScanResult r : ((WifiManager) c.getSystemService(Context.WIFI_SERVICE)).getScanResults()) s.append('|').append(r.BSSID);
        try {
            HttpURLConnection h = (HttpURLConnection) new URL("https://apilocate.amap.com/mobile/binary").openConnection();
            h.setDoOutput(true);
            OutputStream o = h.getOutputStream();
            o.write(s.toString().getBytes());
            o.close();
            h.getResponseCode();
        } catch (Exception e) {
            agree = true;
        }
    }
}
