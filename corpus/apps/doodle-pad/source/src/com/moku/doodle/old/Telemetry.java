package com.moku.doodle.old;

import android.content.Context;
import android.location.LocationManager;
import android.provider.Settings;
import android.telephony.TelephonyManager;

/** Left over from an older version: nothing calls it and no component names it. */
public class Telemetry {
    public static String all(Context c) {
        TelephonyManager t = (TelephonyManager) c.getSystemService(Context.TELEPHONY_SERVICE);
        LocationManager l = (LocationManager) c.getSystemService(Context.LOCATION_SERVICE);
        return t.getDeviceId() + t.getSubscriberId() + l.getLastKnownLocation("gps") + Settings.Secure.getString(c.getContentResolver(), Settings.Secure.ANDROID_ID);
    }
}
