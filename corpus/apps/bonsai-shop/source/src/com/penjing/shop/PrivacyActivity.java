package com.penjing.shop;

import android.app.Activity;
import android.os.Bundle;
import android.webkit.WebView;

public class PrivacyActivity extends Activity {
    @Override protected void onCreate(Bundle b) {
        super.onCreate(b);
        WebView w = new WebView(this);
        w.loadUrl("file:///android_asset/privacy.html");
        setContentView(w);
    }
}
