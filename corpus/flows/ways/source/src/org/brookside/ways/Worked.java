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

/** To an intent service, in a bundle of extras. */
public class Worked extends Case {
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        Bundle b = new Bundle();
        b.putString("k", ((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId());
        Intent i = new Intent();
        i.setClassName(this, "org.brookside.ways.WorkService");
        i.putExtras(b);
        startService(i);
    }
}
