package com.bytedance.sdk.openadsdk;

import android.content.Context;
import android.hardware.Sensor;
import android.hardware.SensorManager;
import com.bytedance.sdk.openadsdk.core.ShakeListener;

/** Stand-in: real names, our own body. */
public class TTAdSdk {
    public static void init(Context c) {
        SensorManager m = (SensorManager) c.getSystemService(Context.SENSOR_SERVICE);
        m.registerListener(new ShakeListener(c), m.getDefaultSensor(Sensor.TYPE_ACCELEROMETER), SensorManager.SENSOR_DELAY_UI);
    }
}
