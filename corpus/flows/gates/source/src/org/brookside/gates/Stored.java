package org.brookside.gates;

import android.app.*;
import android.content.*;
import android.os.*;
import android.provider.Settings;
import android.view.View;
import android.widget.*;

/** The yes is stored, and the flag asked at the next start. */
class Stored {
    static void go(final Activity c) {
        if (Keep.has(c)) read(c);
        new AlertDialog.Builder(c).setTitle("Privacy policy").setPositiveButton("Agree", new DialogInterface.OnClickListener() {
            public void onClick(DialogInterface d, int i) { Keep.put(c); }
        }).show();
    }
    static void read(Context c) { String id = Settings.Secure.getString(c.getContentResolver(), "android_id"); }
}
class Keep {
    static boolean has(Context c) { return c.getSharedPreferences("s", 0).getBoolean("k_agreePrivacy", false); }
    static void put(Context c) { c.getSharedPreferences("s", 0).edit().putBoolean("k_agreePrivacy", true).apply(); }
}
