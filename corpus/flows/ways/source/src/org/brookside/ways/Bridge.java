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

/** A script of a page may ask for it. */
public class Bridge extends Case {
    static class Door {
        final Context c;
        Door(Context c) { this.c = c; }
        @JavascriptInterface public String id() { return ((TelephonyManager) c.getSystemService(TELEPHONY_SERVICE)).getDeviceId(); }
    }
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        WebView w = new WebView(this);
        w.getSettings().setJavaScriptEnabled(true);
        w.addJavascriptInterface(new Door(this), "door");
        w.loadUrl("http://example.org/");
    }
}
