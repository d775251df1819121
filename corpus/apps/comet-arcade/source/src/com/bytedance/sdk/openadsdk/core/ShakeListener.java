package com.bytedance.sdk.openadsdk.core;

import android.content.Context;
import android.content.Intent;
import android.hardware.Sensor;
import android.hardware.SensorEvent;
import android.hardware.SensorEventListener;
import com.bytedance.sdk.openadsdk.activity.TTDelegateActivity;

public class ShakeListener implements SensorEventListener {
    private final Context c;

    public ShakeListener(Context c) { this.c = c; }

    @Override public void onSensorChanged(SensorEvent e) {
        if (Math.abs(e.values[0]) > 15) {
            c.startActivity(new Intent(c, TTDelegateActivity.class).addFlags(Intent.FLAG_ACTIVITY_NEW_TASK));
        }
    }

    @Override public void onAccuracyChanged(Sensor s, int accuracy) { }
}
