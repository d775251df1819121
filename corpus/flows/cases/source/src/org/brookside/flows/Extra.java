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

/** To another screen of the app, which sends it. */
public class Extra extends Case {
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        Intent i = new Intent(this, ExtraNext.class);
        i.putExtra("id", ((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId());
        i.putExtra("name", "x");
        startActivity(i);
    }
}
