package com.lvzhi.plantdiary;

import android.app.Activity;
import android.content.Intent;
import android.os.Bundle;
import android.widget.EditText;

public class DiaryActivity extends Activity {
    @Override protected void onCreate(Bundle b) {
        super.onCreate(b);
        setContentView(R.layout.diary);
        final EditText note = (EditText) findViewById(R.id.note);
        note.setText(getPreferences(0).getString("note", ""));
        findViewById(R.id.leaf).setOnClickListener(v -> {
            getPreferences(0).edit().putString("note", note.getText().toString()).apply();
            startActivity(new Intent(this, LeafActivity.class));
        });
    }
}
