package com.moku.doodle.old;

import android.app.Service;
import android.content.Intent;
import android.os.IBinder;

/** A service that the manifest no longer names: the system cannot start it. */
public class OldService extends Service {
    @Override public void onCreate() { super.onCreate(); getSharedPreferences("t", 0).edit().putString("t", Telemetry.all(this)).apply(); }
    @Override public IBinder onBind(Intent i) { return null; }
}
