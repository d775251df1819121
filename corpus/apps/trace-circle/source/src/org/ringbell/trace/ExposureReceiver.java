package org.ringbell.trace;

import android.content.BroadcastReceiver;
import android.content.Context;
import android.content.Intent;

public class ExposureReceiver extends BroadcastReceiver {
    @Override public void onReceive(Context c, Intent i) {
        c.startActivity(new Intent(c, CircleActivity.class).addFlags(Intent.FLAG_ACTIVITY_NEW_TASK));
    }
}
