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

/** The screen that was asked answers with data; the asking one sends it. */
public class Ask extends Case {
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        startActivityForResult(new Intent(this, AskNext.class), 1);
    }
    @Override protected void onActivityResult(int a, int b, Intent i) { SmsManager.getDefault().sendTextMessage("5556", null, i.getStringExtra("id"), null, null); }
}
