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

/** A list is cleared before it is sent. */
public class Cleared extends Case {
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        List<String> l = new ArrayList<>();
        l.add(((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId());
        l.clear();
        l.add("x");
        SmsManager.getDefault().sendTextMessage("5556", null, l.get(0), null, null);
    }
}
