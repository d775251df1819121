package org.brookside.gates;

import android.app.*;
import android.content.*;
import android.os.*;
import android.provider.Settings;
import android.view.View;
import android.widget.*;

/** Posted for later without a yes. */
class Posted {
    static void go(final Activity c) {
        new Handler().postDelayed(new Runnable() { public void run() { read(c); } }, 500);
    }
    static void read(Context c) { String id = Settings.Secure.getString(c.getContentResolver(), "android_id"); }
}
