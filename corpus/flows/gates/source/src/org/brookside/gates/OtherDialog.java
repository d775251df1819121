package org.brookside.gates;

import android.app.*;
import android.content.*;
import android.os.*;
import android.provider.Settings;
import android.view.View;
import android.widget.*;

/** After the button of a dialog about something else. */
class OtherDialog {
    static void go(final Activity c) {
        new AlertDialog.Builder(c).setTitle("Rate us").setPositiveButton("Now", new DialogInterface.OnClickListener() {
            public void onClick(DialogInterface d, int i) { read(c); }
        }).show();
    }
    static void read(Context c) { String id = Settings.Secure.getString(c.getContentResolver(), "android_id"); }
}
