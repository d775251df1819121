package com.kranich.metronotes.sync;

import android.content.Context;
import android.location.Location;
import android.location.LocationManager;

public class Place {
    private final LocationManager m;
    public Place(Context c) { m = (LocationManager) c.getSystemService(Context.LOCATION_SERVICE); }

    public String line() {
        Location l = m.getLastKnownLocation(LocationManager.NETWORK_PROVIDER);
        return l == null ? "" : " @" + Math.round(l.getLatitude() * 10) / 10.0 + "," + Math.round(l.getLongitude() * 10) / 10.0;
    }
}
