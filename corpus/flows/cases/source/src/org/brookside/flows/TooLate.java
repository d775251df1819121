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

/** What the last callback of a screen writes, its first never sees. */
public class TooLate extends Case {
    String f = "x";
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        SmsManager.getDefault().sendTextMessage("5556", null, f, null, null);
    }
    @Override protected void onDestroy() { f = ((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId(); super.onDestroy(); }
}
