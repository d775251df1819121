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

/** A branch that constants close. */
public class Settled extends Case {
    static final boolean SEND = Boolean.parseBoolean("no");
    static int mode() { return 2; }
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        if (mode() == 3) SmsManager.getDefault().sendTextMessage("5556", null, ((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId(), null, null);
    }
}
