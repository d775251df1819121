package org.brookside.gates;

import android.app.*;
import android.content.*;
import android.os.*;
import android.provider.Settings;
import android.view.View;
import android.widget.*;

/** The yes is a boxed value behind an interface. */
class Boxed {
    interface Flags { Boolean isAgreed(); }
    static class Real implements Flags {
        final Context c;
        Real(Context c) { this.c = c; }
        public Boolean isAgreed() { return Boolean.valueOf(c.getSharedPreferences("s", 0).getBoolean("agreed", false)); }
    }
    static void go(final Activity c) {
        Flags f = new Real(c);
        if (f.isAgreed()) read(c);
    }
    static void read(Context c) { String id = Settings.Secure.getString(c.getContentResolver(), "android_id"); }
}
