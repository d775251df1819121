package org.brookside.gates;

import android.app.*;
import android.content.*;
import android.os.*;
import android.provider.Settings;
import android.view.View;
import android.widget.*;

/** Another screen, opened by nobody that is seen. */
public class Next extends Activity {
    @Override protected void onCreate(Bundle s) { super.onCreate(s); Context c = this; String id = Settings.Secure.getString(c.getContentResolver(), "android_id"); }
}
