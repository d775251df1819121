package eu.halyard.tramline;

import android.app.Activity;
import android.os.Bundle;
import android.provider.Settings;
import android.widget.ArrayAdapter;
import android.widget.ListView;
import android.widget.TextView;
import com.facebook.appevents.AppEventsLogger;
import com.google.firebase.analytics.FirebaseAnalytics;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URL;
import java.util.ArrayList;

public class DeparturesActivity extends Activity {
    private final ArrayList<String> rows = new ArrayList<>();
    private ArrayAdapter<String> table;

    @Override protected void onCreate(Bundle b) {
        super.onCreate(b);
        ListView l = new ListView(this);
        TextView foot = new TextView(this);
        foot.setText(R.string.privacy);
        l.addFooterView(foot);
        table = new ArrayAdapter<>(this, android.R.layout.simple_list_item_1, rows);
        l.setAdapter(table);
        setContentView(l);
        FirebaseAnalytics.getInstance(this).logEvent("open", null);
        AppEventsLogger.newLogger(this).logEvent("open");
        final String install = Settings.Secure.getString(getContentResolver(), Settings.Secure.ANDROID_ID);
        new Thread(() -> load(install)).start();
    }

    private void load(String install) {
        try {
            HttpURLConnection c = (HttpURLConnection) new URL("https://api.tramline.example/departures?stop=1&install=" + install).openConnection();
            BufferedReader r = new BufferedReader(new InputStreamReader(c.getInputStream()));
            final ArrayList<String> next = new ArrayList<>();
            for (String line; (line = r.readLine()) != null; ) next.add(line);
            runOnUiThread(() -> { rows.clear(); rows.addAll(next); table.notifyDataSetChanged(); });
        } catch (Exception e) {
            // the old table stays
        }
    }
}
