package org.brookside.gates;

import android.app.*;
import android.content.*;
import android.os.*;
import android.provider.Settings;
import android.view.View;
import android.widget.*;

/** The flag is read three calls down. */
class Wrapped {
    static void go(final Activity c) {
        if (Store.agreed(c)) read(c);
    }
    static void read(Context c) { String id = Settings.Secure.getString(c.getContentResolver(), "android_id"); }
}
class Store {
    static boolean agreed(Context c) { return Deep.of(c); }
    static class Deep {
        static boolean of(Context c) { return Deeper.read(c); }
    }
    static class Deeper {
        static boolean read(Context c) { return c.getSharedPreferences("s", 0).getBoolean("user_agreement", false); }
    }
}
