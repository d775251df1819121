package org.brookside.gates;

import android.app.*;
import android.content.*;
import android.os.*;
import android.provider.Settings;
import android.view.View;
import android.widget.*;

/** By cases of the stored state. */
class Switch {
    static void go(final Activity c) {
        switch (c.getSharedPreferences("s", 0).getInt("privacy_consent", 0)) { case 1: read(c); break; default: break; }
    }
    static void read(Context c) { String id = Settings.Secure.getString(c.getContentResolver(), "android_id"); }
}
