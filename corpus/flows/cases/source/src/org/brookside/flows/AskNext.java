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

/** The answer. */
public class AskNext extends Case {
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        setResult(RESULT_OK, new Intent().putExtra("id", ((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId()));
        finish();
    }
}
