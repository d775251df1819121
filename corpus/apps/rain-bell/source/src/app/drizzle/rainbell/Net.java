package app.drizzle.rainbell;

import java.net.HttpURLConnection;
import java.net.URL;

final class Net {
    static int get(String url) {
        try {
            HttpURLConnection h = (HttpURLConnection) new URL(url).openConnection();
            int code = h.getResponseCode();
            h.disconnect();
            return code;
        } catch (Exception e) {
            return 0;
        }
    }
}
