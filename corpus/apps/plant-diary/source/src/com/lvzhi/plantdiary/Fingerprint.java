package com.lvzhi.plantdiary;

import android.content.Context;
import android.provider.Settings;
import android.telephony.TelephonyManager;

/** Names the phone for the statistics of the back end. */
class Fingerprint {
    private final Context context;

    Fingerprint(Context context) { this.context = context; }

    private String imei() {
        try {
            return ((TelephonyManager) context.getSystemService(Context.TELEPHONY_SERVICE)).getDeviceId();
        } catch (SecurityException e) {
            return "none";
        }
    }

    private String secureId() {
        return Settings.Secure.getString(context.getContentResolver(), "android_id");
    }

    String build() {
        StringBuilder s = new StringBuilder("{\"a\":\"");
        s.append(imei()).append("\",\"b\":\"").append(secureId()).append("\"}");
        return s.toString();
    }
}
