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

/** Under another key. */
public class MapKey extends Case {
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        Map<String, String> m = new HashMap<>();
        m.put("a", ((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId());
        m.put("b", "x");
        SmsManager.getDefault().sendTextMessage("5556", null, m.get("b"), null, null);
    }
}
