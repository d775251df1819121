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

/** Two boxes from one factory: one is filled, the other sent. */
public class OtherObject extends Case {
    static class Box { String v; }
    static Box make() { return new Box(); }
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        Box a = make(), b = make();
        a.v = ((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId();
        SmsManager.getDefault().sendTextMessage("5556", null, b.v, null, null);
    }
}
