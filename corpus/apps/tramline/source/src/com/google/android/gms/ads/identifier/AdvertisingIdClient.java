package com.google.android.gms.ads.identifier;

import android.content.Context;

/** Stand-in: names as in the library, our own body. */
public class AdvertisingIdClient {
    public static final class Info {
        private final String id;
        Info(String id) { this.id = id; }
        public String getId() { return id; }
        public boolean isLimitAdTrackingEnabled() { return false; }
    }

    public static Info getAdvertisingIdInfo(Context c) { return new Info(c.getSharedPreferences("adid_settings", 0).getString("adid_key", "")); }
}
