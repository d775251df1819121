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

/** A receiver that an alarm wakes sends an extra. */
public class Later extends BroadcastReceiver {
    @Override public void onReceive(Context c, Intent i) { SmsManager.getDefault().sendTextMessage("5556", null, i.getStringExtra("k"), null, null); }
}
