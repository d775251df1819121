package org.brookside.gates;

import android.app.*;
import android.content.*;
import android.os.*;
import android.provider.Settings;
import android.view.View;
import android.widget.*;

/** A file says yes. */
class FileThere {
    static void go(final Activity c) {
        if (new java.io.File(c.getFilesDir(), "privacy_agreed").exists()) read(c);
    }
    static void read(Context c) { String id = Settings.Secure.getString(c.getContentResolver(), "android_id"); }
}
