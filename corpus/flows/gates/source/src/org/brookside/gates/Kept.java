package org.brookside.gates;

import android.app.*;
import android.content.*;
import android.os.*;
import android.provider.Settings;
import android.view.View;
import android.widget.*;

/** The yes was read into a variable before. */
class Kept {
    static void go(final Activity c) {
        boolean ok = c.getSharedPreferences("s", 0).getBoolean("privacy_ok", false);
        if (c.isFinishing()) return;
        if (ok) read(c);
    }
    static void read(Context c) { String id = Settings.Secure.getString(c.getContentResolver(), "android_id"); }
}
