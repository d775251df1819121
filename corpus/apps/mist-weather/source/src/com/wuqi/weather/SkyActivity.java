package com.wuqi.weather;

import android.app.Activity;
import android.app.AlertDialog;
import android.os.Bundle;
import android.widget.Button;
import com.amap.api.location.AMapLocationClient;
import com.tencent.bugly.crashreport.CrashReport;

public class SkyActivity extends Activity {
    private boolean agreed() { return getSharedPreferences("app", 0).getBoolean("agree_privacy", false); }

    @Override protected void onCreate(Bundle b) {
        super.onCreate(b);
        Button here = new Button(this);
        here.setText(R.string.here);
        here.setEnabled(agreed());
        here.setOnClickListener(v -> locate());
        setContentView(here);
        if (agreed()) {
            CrashReport.initCrashReport(this, "1f2e3d", false);
        } else {
            new AlertDialog.Builder(this).setMessage(R.string.ask).setNegativeButton(R.string.no, null).setPositiveButton(R.string.ok, (d, w) -> {
                getSharedPreferences("app", 0).edit().putBoolean("agree_privacy", true).apply();
                CrashReport.initCrashReport(this, "1f2e3d", false);
                here.setEnabled(true);
            }).show();
        }
    }

    private void locate() {
        if (!agreed()) return;
        requestPermissions(new String[] { "android.permission.ACCESS_FINE_LOCATION" }, 1);
    }

    @Override public void onRequestPermissionsResult(int code, String[] p, int[] r) {
        if (!agreed() || r.length == 0 || r[0] != 0) return;
        AMapLocationClient.updatePrivacyShow(this, true, true);
        AMapLocationClient.updatePrivacyAgree(this, true);
        new AMapLocationClient(this).startLocation();
    }
}
