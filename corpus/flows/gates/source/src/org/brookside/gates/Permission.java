package org.brookside.gates;

import android.app.*;
import android.content.*;
import android.os.*;
import android.provider.Settings;
import android.view.View;
import android.widget.*;

/** Only with a permission: that is no consent to the policy. */
class Permission {
    static void go(final Activity c) {
        if (c.checkSelfPermission("android.permission.READ_PHONE_STATE") == 0) read(c);
    }
    static void read(Context c) { String id = Settings.Secure.getString(c.getContentResolver(), "android_id"); }
}
