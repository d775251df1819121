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

/** A method without the mark is not there for scripts. */
public class BridgeHidden extends Case {
    static class Door {
        final Context c;
        Door(Context c) { this.c = c; }
        public String id() { return ((TelephonyManager) c.getSystemService(TELEPHONY_SERVICE)).getDeviceId(); }
    }
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        WebView w = new WebView(this);
        w.addJavascriptInterface(new Door(this), "door");
        w.loadUrl("http://example.org/");
    }
}
