package com.penjing.shop;

import android.app.Activity;
import android.os.Bundle;
import android.widget.EditText;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.net.URLEncoder;

public class LoginActivity extends Activity {
    private static final String SERVER = "http://api.penjing.example/v1";

    @Override protected void onCreate(Bundle b) {
        super.onCreate(b);
        setContentView(R.layout.login);
        findViewById(R.id.login).setOnClickListener(v -> send(SERVER + "/login"));
        findViewById(R.id.register).setOnClickListener(v -> send(SERVER + "/register"));
    }

    private String text(int id) { return ((EditText) findViewById(id)).getText().toString(); }

    private void send(final String url) {
        final String body;
        try {
            body = "phone=" + URLEncoder.encode(text(R.id.user), "UTF-8") + "&password=" + URLEncoder.encode(text(R.id.password), "UTF-8");
        } catch (java.io.UnsupportedEncodingException e) {
            throw new IllegalStateException(e);
        }
        new Thread(() -> {
            try {
                HttpURLConnection h = (HttpURLConnection) new URL(url).openConnection();
                h.setDoOutput(true);
                OutputStream o = h.getOutputStream();
                o.write(body.getBytes());
                o.close();
                if (h.getResponseCode() == 200) runOnUiThread(this::finish);
            } catch (Exception e) {
                // the screen stays
            }
        }).start();
    }
}
