package org.brookside.gates;

import android.app.*;
import android.content.*;
import android.os.*;
import android.provider.Settings;
import android.view.View;
import android.widget.*;

/** At the start of the process. */
public class App extends Application {
    @Override public void onCreate() { super.onCreate(); Context c = this; String id = Settings.Secure.getString(c.getContentResolver(), "android_id"); }
}
