package fm.larch.nagradio;

import android.content.BroadcastReceiver;
import android.content.Context;
import android.content.Intent;

public class BootReceiver extends BroadcastReceiver {
    @Override public void onReceive(Context c, Intent i) {
        c.getSharedPreferences("radio", 0).edit().putLong("woken", System.currentTimeMillis()).apply();
    }
}
