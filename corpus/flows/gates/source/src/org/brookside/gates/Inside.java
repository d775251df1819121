package org.brookside.gates;

import android.app.*;
import android.content.*;
import android.os.*;
import android.provider.Settings;
import android.view.View;
import android.widget.*;

/** The reader itself asks for the yes. */
class Inside {
    static void guarded(Context c) { if (!c.getSharedPreferences("s", 0).getBoolean("privacy", false)) return; read(c); }
    static void go(final Activity c) {
        guarded(c);
    }
    static void read(Context c) { String id = Settings.Secure.getString(c.getContentResolver(), "android_id"); }
}
