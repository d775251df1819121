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

/** To whatever app takes it. */
public class Away extends Case {
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        Intent i = new Intent(Intent.ACTION_SEND);
        i.putExtra(Intent.EXTRA_TEXT, ((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId());
        startActivity(i);
    }
}
