package org.brookside.gates;

import android.app.*;
import android.content.*;
import android.os.*;
import android.provider.Settings;
import android.view.View;
import android.widget.*;

/** A number other than what stands for nothing. */
class State {
    static void go(final Activity c) {
        if (c.getSharedPreferences("s", 0).getInt("consent_state", 0) == 2) read(c);
    }
    static void read(Context c) { String id = Settings.Secure.getString(c.getContentResolver(), "android_id"); }
}
