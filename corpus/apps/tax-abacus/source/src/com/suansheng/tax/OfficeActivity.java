package com.suansheng.tax;

import android.Manifest;
import android.app.Activity;
import android.location.Location;
import android.location.LocationListener;
import android.location.LocationManager;
import android.os.Bundle;
import android.widget.TextView;

/** Shows the distance to the offices in its own table: the position never leaves the phone. */
public class OfficeActivity extends Activity implements LocationListener {
    private static final double[] OFFICE = { 39.906, 116.391 };
    private TextView far;

    @Override protected void onCreate(Bundle b) {
        super.onCreate(b);
        far = new TextView(this);
        setContentView(far);
        requestPermissions(new String[] { Manifest.permission.ACCESS_FINE_LOCATION }, 2);
    }

    @Override public void onRequestPermissionsResult(int code, String[] p, int[] r) {
        if (r.length > 0 && r[0] == 0) ((LocationManager) getSystemService(LOCATION_SERVICE)).requestLocationUpdates(LocationManager.GPS_PROVIDER, 60000L, 50f, this);
    }

    @Override public void onLocationChanged(Location l) {
        float[] d = new float[1];
        Location.distanceBetween(l.getLatitude(), l.getLongitude(), OFFICE[0], OFFICE[1], d);
        far.setText(Math.round(d[0] / 1000) + " km");
    }

    @Override public void onStatusChanged(String p, int s, Bundle b) { }
    @Override public void onProviderEnabled(String p) { }
    @Override public void onProviderDisabled(String p) { }
}
