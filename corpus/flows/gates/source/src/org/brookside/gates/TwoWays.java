package org.brookside.gates;

import android.app.*;
import android.content.*;
import android.os.*;
import android.provider.Settings;
import android.view.View;
import android.widget.*;

/** One way asks for the yes, another does not. */
class TwoWays {
    static void other(Context c) { read(c); }
    static void go(final Activity c) {
        if (c.getSharedPreferences("s", 0).getBoolean("agree", false)) read(c);
        other(c);
    }
    static void read(Context c) { String id = Settings.Secure.getString(c.getContentResolver(), "android_id"); }
}
