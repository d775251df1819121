package org.brookside.gates;

import android.app.*;
import android.content.*;
import android.os.*;
import android.provider.Settings;
import android.view.View;
import android.widget.*;

/** The flag is read and nothing is made of it. */
class Ignored {
    static void go(final Activity c) {
        boolean b = c.getSharedPreferences("s", 0).getBoolean("privacy_agreed", false);
        read(c);
    }
    static void read(Context c) { String id = Settings.Secure.getString(c.getContentResolver(), "android_id"); }
}
