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

/** In preferences, read by another screen and sent: the storing is a step. */
public class StoredPrefs extends Case {
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        getSharedPreferences("p", 0).edit().putString("dev", ((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId()).apply();
        startActivity(new Intent(this, StoredPrefsNext.class));
    }
}
