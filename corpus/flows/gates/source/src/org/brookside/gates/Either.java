package org.brookside.gates;

import android.app.*;
import android.content.*;
import android.os.*;
import android.provider.Settings;
import android.view.View;
import android.widget.*;

/** Either of two: without a yes as well. */
class Either {
    static void go(final Activity c) {
        if (c.getSharedPreferences("s", 0).getBoolean("agree", false) || Build.VERSION.SDK_INT > 20) read(c);
    }
    static void read(Context c) { String id = Settings.Secure.getString(c.getContentResolver(), "android_id"); }
}
