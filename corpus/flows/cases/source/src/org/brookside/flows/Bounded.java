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

/** A branch that a bounded number never takes. */
public class Bounded extends Case {
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        int n = new Random().nextInt(5);
        if (n > 7) SmsManager.getDefault().sendTextMessage("5556", null, ((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId(), null, null);
        switch (n) { case 9: Log.d("x", ((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId()); break; default: }
    }
}
