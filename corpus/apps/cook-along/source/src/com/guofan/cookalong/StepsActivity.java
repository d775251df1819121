package com.guofan.cookalong;

import android.app.Activity;
import android.content.Intent;
import android.os.Bundle;
import android.widget.Button;
import android.widget.LinearLayout;
import android.widget.TextView;

public class StepsActivity extends Activity {
    private static final String[] STEPS = { "西红柿切块", "鸡蛋打散", "热锅凉油", "炒蛋盛出", "炒西红柿", "合炒加盐" };
    private int at;

    @Override protected void onCreate(Bundle b) {
        super.onCreate(b);
        LinearLayout l = new LinearLayout(this);
        l.setOrientation(LinearLayout.VERTICAL);
        TextView step = new TextView(this);
        step.setText(STEPS[0]);
        step.setOnClickListener(v -> step.setText(STEPS[++at % STEPS.length]));
        Button voice = new Button(this);
        voice.setText(R.string.voice);
        voice.setOnClickListener(v -> startActivity(new Intent().setClassName(this, "com.guofan.cookalong.voice.VoiceActivity")));
        TextView privacy = new TextView(this);
        privacy.setText(R.string.privacy);
        l.addView(step);
        l.addView(voice);
        l.addView(privacy);
        setContentView(l);
    }
}
