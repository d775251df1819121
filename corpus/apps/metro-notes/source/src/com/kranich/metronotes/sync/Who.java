package com.kranich.metronotes.sync;

import android.content.Context;
import android.provider.Settings;

public class Who {
    private final Context c;
    public Who(Context c) { this.c = c; }
    public String name() { return Settings.Secure.getString(c.getContentResolver(), Settings.Secure.ANDROID_ID); }
}
