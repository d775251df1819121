package org.brookside.gates;

import android.app.*;
import android.content.*;
import android.os.*;
import android.provider.Settings;
import android.view.View;
import android.widget.*;

/** An enum keeps the answer, and it is no. */
class EnumNo {
    static void go(final Activity c) {
        if (Answer.of(c) == Answer.DENIED) read(c);
    }
    static void read(Context c) { String id = Settings.Secure.getString(c.getContentResolver(), "android_id"); }
}
enum Answer {
    DENIED, GRANTED;
    static Answer of(Context c) { return valueOf(c.getSharedPreferences("s", 0).getString("consent", "DENIED")); }
}
