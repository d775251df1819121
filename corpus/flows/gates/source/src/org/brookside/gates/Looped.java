package org.brookside.gates;

import android.app.*;
import android.content.*;
import android.os.*;
import android.provider.Settings;
import android.view.View;
import android.widget.*;

/** The yes is asked in a loop. */
class Looped {
    static void go(final Activity c) {
        for (int i = 0; i < 3; i++) if (c.getSharedPreferences("s", 0).getBoolean("agreed", false)) read(c);
    }
    static void read(Context c) { String id = Settings.Secure.getString(c.getContentResolver(), "android_id"); }
}
