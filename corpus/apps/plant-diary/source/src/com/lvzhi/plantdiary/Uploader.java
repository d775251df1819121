package com.lvzhi.plantdiary;

import java.io.DataOutputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;

class Uploader implements Runnable {
    private String body;

    void start(String json) {
        body = json;
        new Thread(this, "up").start();
    }

    @Override public void run() {
        try {
            HttpURLConnection c = (HttpURLConnection) new URL("https://stat.lvzhi.example/v2/open").openConnection();
            c.setRequestMethod("POST");
            c.setDoOutput(true);
            DataOutputStream out = new DataOutputStream(c.getOutputStream());
            out.writeBytes(body);
            out.flush();
            c.getInputStream().close();
        } catch (IOException ignored) {
        }
    }
}
