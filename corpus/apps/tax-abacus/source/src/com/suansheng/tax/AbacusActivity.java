package com.suansheng.tax;

import android.app.Activity;
import android.content.Intent;
import android.os.Bundle;
import android.widget.EditText;
import android.widget.TextView;

public class AbacusActivity extends Activity {
    private static final double[][] STEPS = { { 3000, .03, 0 }, { 12000, .1, 210 }, { 25000, .2, 1410 }, { 35000, .25, 2660 }, { 55000, .3, 4410 }, { 80000, .35, 7160 }, { Double.MAX_VALUE, .45, 15160 } };

    @Override protected void onCreate(Bundle b) {
        super.onCreate(b);
        setContentView(R.layout.abacus);
        findViewById(R.id.sum).setOnClickListener(v -> {
            String text = ((EditText) findViewById(R.id.income)).getText().toString();
            double rest = Math.max(0, (text.isEmpty() ? 0 : Double.parseDouble(text)) - 5000);
            for (double[] s : STEPS) if (rest <= s[0]) { ((TextView) findViewById(R.id.result)).setText(String.valueOf(Math.round(rest * s[1] - s[2]))); break; }
        });
        findViewById(R.id.office).setOnClickListener(v -> startActivity(new Intent(this, OfficeActivity.class)));
    }
}
