package org.brookside.gates;

import android.app.*;
import android.content.*;
import android.os.*;
import android.provider.Settings;
import android.view.View;
import android.widget.*;

/** Not, in a wrapper. */
class Negated {
    static boolean needsConsent(Context c) { return !c.getSharedPreferences("s", 0).getBoolean("agreed", false); }
    static void go(final Activity c) {
        if (needsConsent(c)) return;
        read(c);
    }
    static void read(Context c) { String id = Settings.Secure.getString(c.getContentResolver(), "android_id"); }
}
