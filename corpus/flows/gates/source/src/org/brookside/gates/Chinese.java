package org.brookside.gates;

import android.app.*;
import android.content.*;
import android.os.*;
import android.provider.Settings;
import android.view.View;
import android.widget.*;

/** The key is Chinese. */
class Chinese {
    static void go(final Activity c) {
        if (c.getSharedPreferences("s", 0).getBoolean("已同意隐私政策", false)) read(c);
    }
    static void read(Context c) { String id = Settings.Secure.getString(c.getContentResolver(), "android_id"); }
}
