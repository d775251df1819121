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

/** Left in a static field for another screen. */
public class Statically extends Case {
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        Common.id = ((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId();
        startActivity(new Intent(this, StaticallyNext.class));
    }
}
