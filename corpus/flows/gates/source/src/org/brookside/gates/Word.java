package org.brookside.gates;

import android.app.*;
import android.content.*;
import android.os.*;
import android.provider.Settings;
import android.view.View;
import android.widget.*;

/** A text keeps the answer. */
class Word {
    static void go(final Activity c) {
        if ("yes".equals(c.getSharedPreferences("s", 0).getString("privacy_consent", ""))) read(c);
    }
    static void read(Context c) { String id = Settings.Secure.getString(c.getContentResolver(), "android_id"); }
}
