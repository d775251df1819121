package org.brookside.gates;

import android.app.*;
import android.content.*;
import android.os.*;
import android.provider.Settings;
import android.view.View;
import android.widget.*;

/** In a thread that is started behind a yes. */
class Thread_ {
    static void go(final Activity c) {
        if (c.getSharedPreferences("s", 0).getBoolean("agree_privacy", false)) new Thread(new Runnable() { public void run() { read(c); } }).start();
    }
    static void read(Context c) { String id = Settings.Secure.getString(c.getContentResolver(), "android_id"); }
}
