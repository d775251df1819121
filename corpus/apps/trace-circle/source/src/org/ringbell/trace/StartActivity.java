package org.ringbell.trace;

import android.app.Activity;
import android.content.Intent;
import android.os.Bundle;

public class StartActivity extends Activity {
    @Override protected void onCreate(Bundle b) {
        super.onCreate(b);
        setContentView(R.layout.start);
        findViewById(R.id.b_go).setOnClickListener(v -> startActivity(new Intent(this, CircleActivity.class)));
    }
}
