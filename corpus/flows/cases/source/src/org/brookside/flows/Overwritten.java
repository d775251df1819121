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

/** The field is written again before it is sent. */
public class Overwritten extends Case {
    String f;
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        f = ((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId();
        f = "nothing";
        SmsManager.getDefault().sendTextMessage("5556", null, f, null, null);
    }
}
