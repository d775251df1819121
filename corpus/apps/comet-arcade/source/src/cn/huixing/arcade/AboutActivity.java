package cn.huixing.arcade;

import android.app.Activity;
import android.content.Intent;
import android.os.Bundle;

public class AboutActivity extends Activity {
    @Override protected void onCreate(Bundle b) {
        super.onCreate(b);
        setContentView(R.layout.about);
        findViewById(R.id.b_rules).setOnClickListener(v -> startActivity(new Intent(this, RulesActivity.class)));
    }
}
