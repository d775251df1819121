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

/** The app's own provider is given data and keeps it; it is asked for it and it is sent. */
public class Provided extends Case {
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        ContentValues v = new ContentValues();
        v.put("id", ((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId());
        getContentResolver().insert(Uri.parse("content://org.brookside.flows.shelf/x"), v);
        SmsManager.getDefault().sendTextMessage("5556", null, Shelf.last, null, null);
    }
}
