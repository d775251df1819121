package org.brookside.gates;

import android.app.*;
import android.content.*;
import android.os.*;
import android.provider.Settings;
import android.view.View;
import android.widget.*;

/** Only in the main process: that is no consent. */
class Process {
    static void go(final Activity c) {
        if (c.getPackageName().equals(c.getApplicationInfo().processName)) read(c);
    }
    static void read(Context c) { String id = Settings.Secure.getString(c.getContentResolver(), "android_id"); }
}
