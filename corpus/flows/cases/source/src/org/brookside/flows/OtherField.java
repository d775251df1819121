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

/** One field is filled, its neighbour sent. */
public class OtherField extends Case {
    static class Pair { String a, b; }
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        Pair p = new Pair();
        p.a = ((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId();
        p.b = "x";
        SmsManager.getDefault().sendTextMessage("5556", null, p.b, null, null);
    }
}
