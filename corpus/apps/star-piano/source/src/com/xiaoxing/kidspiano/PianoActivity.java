package com.xiaoxing.kidspiano;

import android.app.Activity;
import android.media.AudioManager;
import android.media.MediaPlayer;
import android.media.MediaRecorder;
import android.media.ToneGenerator;
import android.os.Bundle;
import android.widget.Button;
import android.widget.LinearLayout;
import android.widget.TextView;
import java.io.File;

public class PianoActivity extends Activity {
    private final ToneGenerator tones = new ToneGenerator(AudioManager.STREAM_MUSIC, 80);
    private MediaRecorder song;
    private File file;

    @Override protected void onCreate(Bundle b) {
        super.onCreate(b);
        file = new File(getFilesDir(), "song.3gp");
        LinearLayout l = new LinearLayout(this);
        l.setOrientation(LinearLayout.VERTICAL);
        for (int i = 1; i < 8; i++) {
            final int tone = i;
            Button key = new Button(this);
            key.setText(String.valueOf(i));
            key.setOnClickListener(v -> tones.startTone(tone, 200));
            l.addView(key);
        }
        Button sing = new Button(this);
        sing.setText(R.string.sing);
        sing.setOnClickListener(v -> { if (song == null) requestPermissions(new String[] { "android.permission.RECORD_AUDIO" }, 1); else play(); });
        TextView parents = new TextView(this);
        parents.setText(R.string.parents);
        l.addView(sing);
        l.addView(parents);
        setContentView(l);
    }

    @Override public void onRequestPermissionsResult(int c, String[] p, int[] r) {
        if (r.length == 0 || r[0] != 0) return;
        song = new MediaRecorder();
        song.setAudioSource(MediaRecorder.AudioSource.MIC);
        song.setOutputFormat(MediaRecorder.OutputFormat.THREE_GPP);
        song.setAudioEncoder(MediaRecorder.AudioEncoder.AMR_NB);
        song.setOutputFile(file.getPath());
        try { song.prepare(); song.start(); } catch (java.io.IOException e) { song = null; }
    }

    private void play() {
        song.stop();
        song.release();
        song = null;
        try {
            MediaPlayer m = new MediaPlayer();
            m.setDataSource(file.getPath());
            m.prepare();
            m.start();
        } catch (java.io.IOException e) {
            tones.startTone(ToneGenerator.TONE_PROP_NACK);
        }
    }
}
