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

/** The handler of something that nothing throws is not run with the data. */
public class NeverThrown extends Case {
    String f = "x";
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        try { f = "y"; } finally { SmsManager.getDefault().sendTextMessage("5556", null, f, null, null); }
        f = ((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId();
    }
}
