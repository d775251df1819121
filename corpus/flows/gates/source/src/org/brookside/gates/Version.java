package org.brookside.gates;

import android.app.*;
import android.content.*;
import android.os.*;
import android.provider.Settings;
import android.view.View;
import android.widget.*;

/** The version of the policy that was agreed to. */
class Version {
    static void go(final Activity c) {
        if (c.getSharedPreferences("s", 0).getInt("agreed_policy_version", 0) < 3) return;
        read(c);
    }
    static void read(Context c) { String id = Settings.Secure.getString(c.getContentResolver(), "android_id"); }
}
