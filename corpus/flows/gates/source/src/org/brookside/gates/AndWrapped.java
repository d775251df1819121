package org.brookside.gates;

import android.app.*;
import android.content.*;
import android.os.*;
import android.provider.Settings;
import android.view.View;
import android.widget.*;

/** A wrapper that asks for more than the yes. */
class AndWrapped {
    static boolean ready(Context c) { return c.getSharedPreferences("s", 0).getBoolean("agreed", false) && Build.VERSION.SDK_INT > 20; }
    static void go(final Activity c) {
        if (ready(c)) read(c);
    }
    static void read(Context c) { String id = Settings.Secure.getString(c.getContentResolver(), "android_id"); }
}
