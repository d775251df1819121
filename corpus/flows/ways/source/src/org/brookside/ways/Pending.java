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

/** In a pending intent that an alarm sends. */
public class Pending extends Case {
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        Intent i = new Intent(this, Later.class).putExtra("k", ((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId());
        ((AlarmManager) getSystemService(ALARM_SERVICE)).set(AlarmManager.RTC, 1000, PendingIntent.getBroadcast(this, 0, i, 0));
    }
}
