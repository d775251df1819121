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

/** A place comes to a listener, is kept and sent at a click: two numbers. */
public class Located extends Case {
    String f = "";
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        ((LocationManager) getSystemService(LOCATION_SERVICE)).requestLocationUpdates("gps", 0, 0, new LocationListener() {
            public void onLocationChanged(Location l) { f = l.getLatitude() + "," + l.getLongitude(); }
            public void onProviderDisabled(String p) { }
            public void onProviderEnabled(String p) { }
            public void onStatusChanged(String p, int a, Bundle b) { }
        });
        new Button(this).setOnClickListener(new View.OnClickListener() { public void onClick(View v) { SmsManager.getDefault().sendTextMessage("5556", null, f, null, null); } });
    }
}
