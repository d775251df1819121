package com.yedu.nightshelf;

import android.app.Activity;
import android.app.AlertDialog;
import android.content.DialogInterface;
import android.content.Intent;
import android.os.Bundle;
import android.widget.ArrayAdapter;
import android.widget.ListView;

public class ShelfActivity extends Activity implements DialogInterface.OnClickListener {
    @Override protected void onCreate(Bundle b) {
        super.onCreate(b);
        ListView l = new ListView(this);
        l.setAdapter(new ArrayAdapter<>(this, android.R.layout.simple_list_item_1, new String[] { "聊斋志异", "阅微草堂笔记", "子不语", "隐私政策" }));
        l.setOnItemClickListener((p, v, i, id) -> { if (i == 3) startActivity(new Intent(this, PolicyActivity.class)); });
        setContentView(l);
        if (!Consent.of(this).given()) {
            new AlertDialog.Builder(this).setTitle(R.string.title).setMessage(R.string.body).setPositiveButton(R.string.yes, this).setNegativeButton(R.string.no, this).setCancelable(false).show();
        }
    }

    @Override public void onClick(DialogInterface d, int which) {
        if (which == DialogInterface.BUTTON_POSITIVE) {
            Consent.of(this).give();
            Services.statistics(getApplicationContext());
            Services.crash(getApplicationContext());
        }
        d.dismiss();
    }
}
