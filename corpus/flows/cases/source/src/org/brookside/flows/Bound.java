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

/** A service that is bound gives data through its binder. */
public class Bound extends Case {
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        bindService(new Intent(this, BoundService.class), new ServiceConnection() {
            @Override public void onServiceConnected(ComponentName n, IBinder b) { SmsManager.getDefault().sendTextMessage("5556", null, ((BoundService.Door) b).id(), null, null); }
            @Override public void onServiceDisconnected(ComponentName n) {}
        }, 1);
    }
}
