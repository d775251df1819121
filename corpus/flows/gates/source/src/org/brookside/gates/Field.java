package org.brookside.gates;

import android.app.*;
import android.content.*;
import android.os.*;
import android.provider.Settings;
import android.view.View;
import android.widget.*;

/** A static field keeps the answer. */
class Field {
    static boolean privacyAgreed;
    static void yes() { privacyAgreed = true; }
    static void go(final Activity c) {
        if (privacyAgreed) read(c);
    }
    static void read(Context c) { String id = Settings.Secure.getString(c.getContentResolver(), "android_id"); }
}
