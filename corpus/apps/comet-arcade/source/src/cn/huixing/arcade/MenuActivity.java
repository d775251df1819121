package cn.huixing.arcade;

import android.app.Activity;
import android.content.Intent;
import android.os.Bundle;

public class MenuActivity extends Activity {
    @Override protected void onCreate(Bundle b) {
        super.onCreate(b);
        setContentView(R.layout.menu);
        findViewById(R.id.b_settings).setOnClickListener(v -> startActivity(new Intent(this, SettingsActivity.class)));
    }
}
