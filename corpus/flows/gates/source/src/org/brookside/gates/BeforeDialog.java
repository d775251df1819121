package org.brookside.gates;

import android.app.*;
import android.content.*;
import android.os.*;
import android.provider.Settings;
import android.view.View;
import android.widget.*;

/** Before the dialog that asks is shown. */
class BeforeDialog {
    static void go(final Activity c) {
        read(c);
        new AlertDialog.Builder(c).setTitle("Privacy policy").setPositiveButton("Agree", new DialogInterface.OnClickListener() {
            public void onClick(DialogInterface d, int i) { }
        }).show();
    }
    static void read(Context c) { String id = Settings.Secure.getString(c.getContentResolver(), "android_id"); }
}
