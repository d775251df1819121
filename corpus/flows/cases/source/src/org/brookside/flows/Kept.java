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

/** Written to memory only. */
public class Kept extends Case {
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        try {
            ByteArrayOutputStream b = new ByteArrayOutputStream();
            new OutputStreamWriter(b).write(((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId());
        } catch (IOException e) {
            finish();
        }
    }
}
