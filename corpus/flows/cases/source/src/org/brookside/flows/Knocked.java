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

/** A message through a messenger to a service's handler. */
public class Knocked extends Case {
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        bindService(new Intent(this, KnockedService.class), new ServiceConnection() {
            @Override public void onServiceConnected(ComponentName n, IBinder b) {
                Message m = Message.obtain(null, 1);
                m.obj = ((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId();
                try {
                    new Messenger(b).send(m);
                } catch (RemoteException e) {
                    finish();
                }
            }
            @Override public void onServiceDisconnected(ComponentName n) {}
        }, 1);
    }
}
