package cn.yuhai.tidemap;

import android.app.Application;
import android.content.Context;

public class TideApp extends Application {
    static final String PREFS = "tide";
    static final String AGREED = "privacy_policy_agreed";

    @Override public void onCreate() {
        super.onCreate();
        if (agreed(this)) Station.register(this);
    }

    static boolean agreed(Context c) {
        return c.getSharedPreferences(PREFS, 0).getBoolean(AGREED, false);
    }

    static void setAgreed(Context c, boolean yes) {
        c.getSharedPreferences(PREFS, 0).edit().putBoolean(AGREED, yes).apply();
    }
}
