package cn.huixing.arcade;

import android.app.Activity;
import android.os.Bundle;
import android.widget.EditText;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URL;

public class LoginActivity extends Activity {
    @Override protected void onCreate(Bundle b) {
        super.onCreate(b);
        setContentView(R.layout.login);
        findViewById(R.id.b_go).setOnClickListener(v -> {
            final String name = ((EditText) findViewById(R.id.e_name)).getText().toString();
            new Thread(() -> login(name)).start();
        });
    }

    private static void login(String name) {
        try {
            HttpURLConnection c = (HttpURLConnection) new URL("https://login.huixing.example/in").openConnection();
            c.setDoOutput(true);
            OutputStream o = c.getOutputStream();
            o.write(name.getBytes());
            o.close();
            c.getResponseCode();
        } catch (Exception e) {
            // try again
        }
    }
}
