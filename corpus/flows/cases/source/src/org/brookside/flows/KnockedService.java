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
public class KnockedService extends Service {
    static class Door extends Handler {
        @Override public void handleMessage(Message m) { SmsManager.getDefault().sendTextMessage("5556", null, (String) m.obj, null, null); }
    }
    private final Messenger messenger = new Messenger(new Door());
    @Override public IBinder onBind(Intent i) { return messenger.getBinder(); }
}
