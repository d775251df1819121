package com.xianlu.lanmeter;

import android.app.Activity;
import android.net.ConnectivityManager;
import android.net.NetworkInfo;
import android.os.Bundle;
import android.view.View;
import android.widget.Button;
import android.widget.LinearLayout;
import android.widget.TextView;

public class MeterActivity extends Activity implements View.OnClickListener {
    private Button go;

    @Override protected void onCreate(Bundle b) {
        super.onCreate(b);
        go = new Button(this);
        go.setText(R.string.go);
        go.setOnClickListener(this);
        TextView p = new TextView(this);
        p.setText(R.string.privacy);
        LinearLayout l = new LinearLayout(this);
        l.setOrientation(LinearLayout.VERTICAL);
        l.addView(go);
        l.addView(p);
        setContentView(l);
    }

    @Override public void onClick(View v) {
        NetworkInfo n = ((ConnectivityManager) getSystemService(CONNECTIVITY_SERVICE)).getActiveNetworkInfo();
        if (n == null || !n.isConnected()) { go.setText("-"); return; }
        new SpeedTask(go).execute();
    }
}
