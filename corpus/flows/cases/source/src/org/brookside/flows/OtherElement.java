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

/** Element 1 of an array is filled, element 0 sent; the index is worked out. */
public class OtherElement extends Case {
    static int next(int i) { return i + 1; }
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        String[] a = new String[3];
        a[0] = "x";
        a[next(0)] = ((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId();
        SmsManager.getDefault().sendTextMessage("5556", null, a[0], null, null);
    }
}
