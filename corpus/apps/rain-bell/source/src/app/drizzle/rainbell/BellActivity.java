package app.drizzle.rainbell;

import android.app.Activity;
import android.os.Bundle;
import android.widget.CheckBox;
import android.widget.LinearLayout;
import android.widget.TextView;

public class BellActivity extends Activity {
    @Override protected void onCreate(Bundle b) {
        super.onCreate(b);
        CheckBox on = new CheckBox(this);
        on.setText(R.string.on);
        on.setChecked(getSharedPreferences("bell", 0).getBoolean("ring", false));
        on.setOnCheckedChangeListener((v, yes) -> getSharedPreferences("bell", 0).edit().putBoolean("ring", yes).apply());
        TextView p = new TextView(this);
        p.setText(R.string.privacy);
        LinearLayout l = new LinearLayout(this);
        l.addView(on);
        l.addView(p);
        setContentView(l);
    }
}
