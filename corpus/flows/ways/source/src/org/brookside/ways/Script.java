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

/** In a script. */
public class Script extends Case {
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        new WebView(this).evaluateJavascript("take('" + ((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId() + "')", null);
    }
}
