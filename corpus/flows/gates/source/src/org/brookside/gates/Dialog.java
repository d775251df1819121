package org.brookside.gates;

import android.app.*;
import android.content.*;
import android.os.*;
import android.provider.Settings;
import android.view.View;
import android.widget.*;

/** After the button of the dialog that asks. */
class Dialog {
    static void go(final Activity c) {
        new AlertDialog.Builder(c).setTitle("Privacy policy").setMessage("Please read our privacy policy").setPositiveButton("Agree", new DialogInterface.OnClickListener() {
            public void onClick(DialogInterface d, int i) { read(c); }
        }).setNegativeButton("No", null).show();
    }
    static void read(Context c) { String id = Settings.Secure.getString(c.getContentResolver(), "android_id"); }
}
