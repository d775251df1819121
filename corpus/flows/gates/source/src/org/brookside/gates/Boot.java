package org.brookside.gates;

import android.app.*;
import android.content.*;
import android.os.*;
import android.provider.Settings;
import android.view.View;
import android.widget.*;

/** A broadcast of the system, whatever the user said. */
public class Boot extends BroadcastReceiver {
    @Override public void onReceive(Context c, Intent i) { String id = Settings.Secure.getString(c.getContentResolver(), "android_id"); }
}
