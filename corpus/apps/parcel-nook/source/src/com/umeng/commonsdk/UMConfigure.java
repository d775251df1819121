package com.umeng.commonsdk;

import android.content.Context;
import com.umeng.commonsdk.statistics.idtracking.Tracker;

/** Stand-in: the real class name and entry, our own body. */
public class UMConfigure {
    public static final int DEVICE_TYPE_PHONE = 1;

    public static void init(Context context, String appkey, String channel, int deviceType, String pushSecret) {
        if (context == null || appkey == null) return;
        final Tracker t = new Tracker(context.getApplicationContext(), appkey, channel);
        new Thread(t, "work_thread").start();
    }
}
