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

/** Only shown on the screen. */
public class Own extends Case {
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        TextView t = new TextView(this);
        t.setText(((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId());
        setContentView(t);
    }
}
