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

/** Two classes behind one method: one of them hands out data; each is sent. */
public class Dispatch extends Case {
    interface Giver { String give(); }
    class Real implements Giver { public String give() { return ((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId(); } }
    static class Fake implements Giver { public String give() { return "x"; } }
    static void send(Giver g) { SmsManager.getDefault().sendTextMessage("5556", null, g.give(), null, null); }
    static void log(Giver g) { Log.i("x", g.give()); }
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        send(new Real());
        log(new Fake());
    }
}
