package cn.yezi.leaf;

import android.app.Activity;
import android.content.ClipboardManager;
import android.os.Bundle;
import android.provider.Settings;
import com.alibaba.security.realidentity.RPVerify;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URL;

public class LeafActivity extends Activity {
    @Override protected void onCreate(Bundle b) {
        super.onCreate(b);
        setContentView(R.layout.leaf);
        findViewById(R.id.b_start).setOnClickListener(v -> {
            final String id = Settings.Secure.getString(getContentResolver(), Settings.Secure.ANDROID_ID);
            new Thread(() -> send(id)).start();
        });
        findViewById(R.id.b_face).setOnClickListener(v -> RPVerify.init(this));
        findViewById(R.id.b_paste).setOnClickListener(v -> {
            ClipboardManager m = (ClipboardManager) getSystemService(CLIPBOARD_SERVICE);
            setTitle(String.valueOf(m.getPrimaryClip()));
        });
    }

    private static void send(String id) {
        try {
            HttpURLConnection c = (HttpURLConnection) new URL("https://leaf.yezi.example/hello").openConnection();
            c.setDoOutput(true);
            OutputStream o = c.getOutputStream();
            o.write(id.getBytes());
            o.close();
            c.getResponseCode();
        } catch (Exception e) {
            // offline
        }
    }
}
