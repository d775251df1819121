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

/** A method that is called clears the field before it is sent. */
public class OverwrittenBelow extends Case {
    static class Box { String v; }
    static void clear(Box b) { b.v = null; }
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        Box b = new Box();
        b.v = ((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId();
        clear(b);
        SmsManager.getDefault().sendTextMessage("5556", null, b.v, null, null);
    }
}
