package org.brookside.gates;

import android.app.*;
import android.content.*;
import android.os.*;
import android.provider.Settings;
import android.view.View;
import android.widget.*;

/** A click on a plain button. */
class Listener {
    static void go(final Activity c) {
        new Button(c).setOnClickListener(new View.OnClickListener() { public void onClick(View v) { read(c); } });
    }
    static void read(Context c) { String id = Settings.Secure.getString(c.getContentResolver(), "android_id"); }
}
