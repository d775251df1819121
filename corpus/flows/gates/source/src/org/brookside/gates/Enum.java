package org.brookside.gates;

import android.app.*;
import android.content.*;
import android.os.*;
import android.provider.Settings;
import android.view.View;
import android.widget.*;

/** An enum keeps the answer. */
class Enum {
    static void go(final Activity c) {
        if (Consent.of(c) == Consent.GRANTED) read(c);
    }
    static void read(Context c) { String id = Settings.Secure.getString(c.getContentResolver(), "android_id"); }
}
enum Consent {
    ASKED, GRANTED;
    static Consent of(Context c) { return valueOf(c.getSharedPreferences("s", 0).getString("consent", "ASKED")); }
}
