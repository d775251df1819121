package net.fieldhands.surveykit;

import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URL;

/** One line a reading, sent as it comes. */
class Sheet {
    void add(final String line) {
        if (line == null) return;
        new Thread(() -> {
            try {
                HttpURLConnection c = (HttpURLConnection) new URL("https://sheets.fieldhands.example/rows").openConnection();
                c.setDoOutput(true);
                OutputStream o = c.getOutputStream();
                o.write(line.getBytes());
                o.close();
                c.getResponseCode();
            } catch (Exception e) {
                // row lost
            }
        }).start();
    }
}
