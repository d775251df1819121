package com.yizhan.parcelnook;

import android.app.Activity;
import android.os.Bundle;
import android.widget.ArrayAdapter;
import android.widget.ListView;
import android.widget.TextView;
import com.umeng.analytics.MobclickAgent;
import java.util.ArrayList;

public class ShelfActivity extends Activity {
    private final ArrayList<String> codes = new ArrayList<>();

    @Override protected void onCreate(Bundle b) {
        super.onCreate(b);
        for (String c : getPreferences(0).getString("codes", "3-2-1107").split(",")) codes.add("取件码 " + c);
        ListView list = new ListView(this);
        TextView foot = new TextView(this);
        foot.setText(R.string.privacy);
        list.addFooterView(foot);
        list.setAdapter(new ArrayAdapter<>(this, android.R.layout.simple_list_item_1, codes));
        setContentView(list);
    }

    @Override protected void onResume() { super.onResume(); MobclickAgent.onResume(this); }
    @Override protected void onPause() { super.onPause(); MobclickAgent.onPause(this); }
}
