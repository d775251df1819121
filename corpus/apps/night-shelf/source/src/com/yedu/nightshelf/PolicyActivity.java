package com.yedu.nightshelf;

import android.app.Activity;
import android.os.Bundle;
import android.webkit.WebView;

public class PolicyActivity extends Activity {
    @Override protected void onCreate(Bundle b) {
        super.onCreate(b);
        WebView w = new WebView(this);
        w.loadUrl("https://www.yedu.example/privacy.html");
        setContentView(w);
    }
}
