package com.penjing.shop;

import android.app.Activity;
import android.content.Intent;
import android.os.Bundle;
import android.widget.ArrayAdapter;
import android.widget.ListView;

public class ShopActivity extends Activity {
    @Override protected void onCreate(Bundle b) {
        super.onCreate(b);
        ListView l = new ListView(this);
        l.setAdapter(new ArrayAdapter<>(this, android.R.layout.simple_list_item_1, new String[] { "五针松 ￥680", "六月雪 ￥120", "榔榆 ￥260", "登录", "隐私政策" }));
        l.setOnItemClickListener((p, v, i, id) -> startActivity(new Intent(this, i == 4 ? PrivacyActivity.class : LoginActivity.class)));
        setContentView(l);
    }
}
