package org.brookside.flows;

import android.app.*;
import android.content.*;
import android.database.Cursor;
import android.net.Uri;
import android.os.*;
import android.telephony.*;
import android.util.Log;
import android.view.View;
import android.widget.*;
import java.io.*;
import java.net.*;
import java.util.*;

/** The service. */
public class BoundService extends Service {
    class Door extends Binder { String id() { return id; } }
    private String id;
    @Override public IBinder onBind(Intent i) {
        id = ((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId();
        return new Door();
    }
}
