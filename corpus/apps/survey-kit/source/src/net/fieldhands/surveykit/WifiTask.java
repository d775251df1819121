package net.fieldhands.surveykit;

import android.content.Context;
import android.net.wifi.ScanResult;
import android.net.wifi.WifiManager;
import java.util.TimerTask;

class WifiTask extends TimerTask {
    private final WifiManager w;
    private final Sheet sheet;
    WifiTask(Context c, Sheet sheet) { w = (WifiManager) c.getSystemService(Context.WIFI_SERVICE); this.sheet = sheet; }

    @Override public void run() {
        for (ScanResult r : w.getScanResults()) sheet.add(r.BSSID);
    }
}
