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

/** The subclass gives a constant where the superclass gives data. */
public class Overridden extends Case {
    static class Up { String give(Context c) { return ((TelephonyManager) c.getSystemService(TELEPHONY_SERVICE)).getDeviceId(); } }
    static class Low extends Up { @Override String give(Context c) { return "x"; } }
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        SmsManager.getDefault().sendTextMessage("5556", null, new Low().give(this), null, null);
    }
}
