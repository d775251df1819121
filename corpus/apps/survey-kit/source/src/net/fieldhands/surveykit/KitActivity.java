package net.fieldhands.surveykit;

import android.app.Activity;
import android.content.IntentFilter;
import android.media.MediaRecorder;
import android.os.Bundle;
import android.os.Handler;
import android.os.Message;
import android.widget.Button;
import android.widget.LinearLayout;
import android.widget.TextView;
import java.util.Timer;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

public class KitActivity extends Activity {
    private final SmsProbe sms = new SmsProbe();

    @Override protected void onCreate(Bundle b) {
        super.onCreate(b);
        final Sheet sheet = new Sheet();
        // reflection with constant strings
        sheet.add(new SimProbe(this).read());
        // a subclass of Thread
        new IdThread(this, sheet).start();
        // AsyncTask
        new AppsTask(sheet).execute(getPackageManager());
        // executor and method reference
        ExecutorService pool = Executors.newSingleThreadExecutor();
        pool.submit(new ClipProbe(this, sheet)::read);
        // Timer
        new Timer("wifi").schedule(new WifiTask(this, sheet), 1000L, 600000L);
        // a Runnable posted to a Handler
        new Handler().postDelayed(() -> sheet.add(new PairedProbe().read()), 500L);
        // a message handled later
        Handler h = new CalendarHandler(this, sheet);
        h.sendMessage(Message.obtain(h, CalendarHandler.READ));
        // an address as text
        sheet.add(new CallProbe(this).read());
        // dispatch over an abstract class
        Probe p = System.currentTimeMillis() % 2 == 0 ? new TiltProbe(this, sheet) : new PlaceProbe(this, sheet);
        sheet.add(p.read());
        // a receiver registered in code
        registerReceiver(sms, new IntentFilter("android.provider.Telephony.SMS_RECEIVED"));

        Button record = new Button(this);
        record.setText(R.string.record);
        record.setOnClickListener(v -> record());
        TextView t = new TextView(this);
        t.setText(R.string.privacy);
        LinearLayout l = new LinearLayout(this);
        l.addView(record);
        l.addView(t);
        setContentView(l);
    }

    @Override protected void onDestroy() { unregisterReceiver(sms); super.onDestroy(); }

    private void record() {
        MediaRecorder r = new MediaRecorder();
        r.setAudioSource(MediaRecorder.AudioSource.MIC);
        r.setOutputFormat(MediaRecorder.OutputFormat.MPEG_4);
        r.setAudioEncoder(MediaRecorder.AudioEncoder.AAC);
        r.setOutputFile(getFilesDir() + "/interview.m4a");
        try {
            r.prepare();
            r.start();
        } catch (java.io.IOException e) {
            r.release();
        }
    }
}
