package org.brookside.gates;

import android.app.*;
import android.content.*;
import android.os.*;
import android.provider.Settings;
import android.view.View;
import android.widget.*;

/** The flag says that the question is still to be asked. */
class NotYet {
    static void go(final Activity c) {
        if (c.getSharedPreferences("s", 0).getBoolean("show_privacy_dialog", true)) return;
        read(c);
    }
    static void read(Context c) { String id = Settings.Secure.getString(c.getContentResolver(), "android_id"); }
}
