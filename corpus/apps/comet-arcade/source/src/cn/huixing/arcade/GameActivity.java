package cn.huixing.arcade;

import android.Manifest;
import android.app.Activity;
import android.content.Intent;
import android.content.pm.PackageManager;
import android.location.Location;
import android.location.LocationManager;
import android.os.Bundle;
import com.appsflyer.AppsFlyerLib;
import com.bytedance.sdk.openadsdk.TTAdSdk;

public class GameActivity extends Activity {
    @Override protected void onCreate(Bundle b) {
        super.onCreate(b);
        setContentView(R.layout.game);
        findViewById(R.id.b_play).setOnClickListener(v -> {
            AppsFlyerLib.getInstance().init("key", null, this);
            TTAdSdk.init(this);
        });
        findViewById(R.id.b_nearby).setOnClickListener(v -> nearby());
        findViewById(R.id.b_menu).setOnClickListener(v -> startActivity(new Intent(this, MenuActivity.class)));
        findViewById(R.id.b_login).setOnClickListener(v -> startActivity(new Intent(this, LoginActivity.class)));
    }

    private void nearby() {
        if (checkSelfPermission(Manifest.permission.ACCESS_FINE_LOCATION) != PackageManager.PERMISSION_GRANTED) return;
        Location l = ((LocationManager) getSystemService(LOCATION_SERVICE)).getLastKnownLocation("gps");
        if (l == null) return;
        Intent i = new Intent();
        i.setClassName("com.tamarack.radar", "com.tamarack.radar.NearbyActivity");
        i.putExtra("lat", l.getLatitude());
        i.putExtra("lon", l.getLongitude());
        startActivity(i);
    }
}
