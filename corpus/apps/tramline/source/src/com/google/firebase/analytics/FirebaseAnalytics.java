package com.google.firebase.analytics;

import android.content.Context;
import android.os.Bundle;
import com.google.android.gms.measurement.internal.Uploader;

/** Stand-in. */
public final class FirebaseAnalytics {
    private static FirebaseAnalytics one;
    private final Uploader up;
    private FirebaseAnalytics(Context c) { up = new Uploader(c); }

    public static FirebaseAnalytics getInstance(Context c) {
        if (one == null) one = new FirebaseAnalytics(c);
        return one;
    }

    public void logEvent(String name, Bundle b) { up.event(name); }
}
