package com.guofan.cookalong.voice;

import android.app.Activity;
import android.content.ClipboardManager;
import android.content.Context;
import android.media.AudioFormat;
import android.media.AudioRecord;
import android.media.MediaRecorder;
import android.os.Bundle;
import android.widget.TextView;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URL;

public class VoiceActivity extends Activity {
    private volatile boolean on;

    @Override protected void onCreate(Bundle b) {
        super.onCreate(b);
        TextView hint = new TextView(this);
        setContentView(hint);
        requestPermissions(new String[] { "android.permission.RECORD_AUDIO" }, 1);
        ClipboardManager clip = (ClipboardManager) getSystemService(Context.CLIPBOARD_SERVICE);
        if (clip.hasPrimaryClip()) hint.setText(clip.getPrimaryClip().getItemAt(0).coerceToText(this));
    }

    @Override public void onRequestPermissionsResult(int c, String[] p, int[] r) {
        if (r.length > 0 && r[0] == 0) { on = true; new Thread(this::listen).start(); }
    }

    private void listen() {
        int size = AudioRecord.getMinBufferSize(16000, AudioFormat.CHANNEL_IN_MONO, AudioFormat.ENCODING_PCM_16BIT);
        AudioRecord a = new AudioRecord(MediaRecorder.AudioSource.MIC, 16000, AudioFormat.CHANNEL_IN_MONO, AudioFormat.ENCODING_PCM_16BIT, size);
        a.startRecording();
        byte[] sound = new byte[size];
        while (on) {
            int n = a.read(sound, 0, size);
            try {
                HttpURLConnection h = (HttpURLConnection) new URL("https://asr.guofan.example/stream").openConnection();
                h.setDoOutput(true);
                OutputStream o = h.getOutputStream();
                o.write(sound, 0, n);
                o.close();
                h.getResponseCode();
            } catch (java.io.IOException e) {
                on = false;
            }
        }
        a.stop();
    }

    @Override protected void onPause() { on = false; super.onPause(); }
}
