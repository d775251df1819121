package cn.huixing.arcade;

import android.app.Activity;
import android.content.Intent;
import android.os.Bundle;

public class MoreActivity extends Activity {
    @Override protected void onCreate(Bundle b) {
        super.onCreate(b);
        setContentView(R.layout.more);
        findViewById(R.id.b_about).setOnClickListener(v -> startActivity(new Intent(this, AboutActivity.class)));
    }
}
