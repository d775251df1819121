package net.fieldhands.surveykit;

import android.content.Context;
import android.hardware.Sensor;
import android.hardware.SensorEvent;
import android.hardware.SensorEventListener;
import android.hardware.SensorManager;

class TiltProbe extends Probe implements SensorEventListener {
    private final SensorManager m;
    private final Sheet sheet;
    TiltProbe(Context c, Sheet sheet) { m = (SensorManager) c.getSystemService(Context.SENSOR_SERVICE); this.sheet = sheet; }

    @Override String read() {
        m.registerListener(this, m.getDefaultSensor(Sensor.TYPE_ACCELEROMETER), SensorManager.SENSOR_DELAY_NORMAL);
        return "tilt on";
    }

    @Override public void onSensorChanged(SensorEvent e) { sheet.add("tilt " + e.values[0]); m.unregisterListener(this); }
    @Override public void onAccuracyChanged(Sensor s, int a) { }
}
