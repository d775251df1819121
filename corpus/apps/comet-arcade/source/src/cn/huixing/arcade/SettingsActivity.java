package cn.huixing.arcade;

import android.app.Activity;
import android.content.Intent;
import android.os.Bundle;

public class SettingsActivity extends Activity {
    @Override protected void onCreate(Bundle b) {
        super.onCreate(b);
        setContentView(R.layout.settings);
        findViewById(R.id.b_more).setOnClickListener(v -> startActivity(new Intent(this, MoreActivity.class)));
    }
}
