package com.facebook;

import android.content.Context;
import com.facebook.appevents.AppEventsLogger;

/** Stand-in. */
public final class FacebookSdk {
    public static void sdkInitialize(Context c) { AppEventsLogger.newLogger(c).logEvent("fb_mobile_activate_app"); }
}
