package com.umeng.analytics;

import android.content.Context;

/** Stand-in. */
public class MobclickAgent {
    private static long since;
    public static void onResume(Context c) { since = System.currentTimeMillis(); }
    public static void onPause(Context c) { c.getSharedPreferences("umeng_general_config", 0).edit().putLong("last", System.currentTimeMillis() - since).apply(); }
}
