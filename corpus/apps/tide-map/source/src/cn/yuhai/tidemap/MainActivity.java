package cn.yuhai.tidemap;

import android.Manifest;
import android.app.Activity;
import android.app.AlertDialog;
import android.content.Intent;
import android.content.pm.PackageManager;
import android.location.Location;
import android.location.LocationManager;
import android.os.Bundle;
import android.widget.TextView;
import android.widget.Toast;

public class MainActivity extends Activity {
    @Override protected void onCreate(Bundle b) {
        super.onCreate(b);
        setContentView(R.layout.main);
        findViewById(R.id.about).setOnClickListener(v -> startActivity(new Intent(this, AboutActivity.class)));
        if (TideApp.agreed(this)) ready(); else ask();
    }

    private void ask() {
        new AlertDialog.Builder(this).setMessage(R.string.hello).setCancelable(false)
            .setPositiveButton(R.string.agree, (d, w) -> { TideApp.setAgreed(this, true); Station.register(this); ready(); })
            .setNegativeButton(R.string.refuse, (d, w) -> { })
            .show();
    }

    private void ready() {
        findViewById(R.id.near).setOnClickListener(v -> {
            if (checkSelfPermission(Manifest.permission.ACCESS_FINE_LOCATION) == PackageManager.PERMISSION_GRANTED) { nearest(); return; }
            Toast.makeText(this, R.string.why_location, Toast.LENGTH_LONG).show();
            requestPermissions(new String[] { Manifest.permission.ACCESS_FINE_LOCATION }, 1);
        });
    }

    @Override public void onRequestPermissionsResult(int code, String[] names, int[] results) {
        if (results.length > 0 && results[0] == PackageManager.PERMISSION_GRANTED) nearest();
    }

    private void nearest() {
        LocationManager m = (LocationManager) getSystemService(LOCATION_SERVICE);
        final Location l = m.getLastKnownLocation(LocationManager.GPS_PROVIDER);
        if (l == null) return;
        new Thread(() -> {
            final String level = Station.post("https://api.yuhai-tide.example/near", "lat=" + l.getLatitude() + "&lon=" + l.getLongitude());
            runOnUiThread(() -> ((TextView) findViewById(R.id.level)).setText(level));
        }).start();
    }
}
