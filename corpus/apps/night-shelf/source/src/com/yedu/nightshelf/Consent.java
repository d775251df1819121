package com.yedu.nightshelf;

import android.content.Context;
import android.content.SharedPreferences;

/** The one place that knows whether the reader agreed. */
public final class Consent {
    private static final String KEY = "user_agree_privacy";
    private static Consent one;
    private final SharedPreferences store;

    private Consent(Context c) { store = c.getSharedPreferences("consent", Context.MODE_PRIVATE); }

    static synchronized Consent of(Context c) {
        if (one == null) one = new Consent(c.getApplicationContext() == null ? c : c.getApplicationContext());
        return one;
    }

    boolean given() { return store.getBoolean(KEY, false); }
    void give() { store.edit().putBoolean(KEY, true).commit(); }
}
