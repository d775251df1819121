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

/** A recorder is set up and started, writing to a file: the setting up and the start are two readings. */
public class Recorded extends Case {
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        android.media.MediaRecorder r = new android.media.MediaRecorder();
        r.setAudioSource(1);
        r.setOutputFile("/sdcard/a.3gp");
        r.start();
    }
}
