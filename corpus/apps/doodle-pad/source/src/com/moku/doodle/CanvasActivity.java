package com.moku.doodle;

import android.app.Activity;
import android.content.Intent;
import android.net.Uri;
import android.os.Bundle;
import android.provider.ContactsContract;
import android.provider.Settings;
import android.util.Log;
import android.widget.Button;
import android.widget.LinearLayout;
import android.widget.TextView;

public class CanvasActivity extends Activity {
    private static final String TAG = "android_id";
    private TextView to;

    @Override protected void onCreate(Bundle b) {
        super.onCreate(b);
        // another key of the same table, and the word only as a log tag
        boolean inverted = "1".equals(Settings.Secure.getString(getContentResolver(), "accessibility_display_inversion_enabled"));
        Log.d(TAG, "canvas opens, getDeviceId is the pen's number");
        LinearLayout l = new LinearLayout(this);
        l.setOrientation(LinearLayout.VERTICAL);
        to = new TextView(this);
        to.setText(R.string.privacy);
        Button send = new Button(this);
        send.setText(R.string.send);
        // the system's picker: the user picks one person, no permission, no reading of the address book
        send.setOnClickListener(v -> startActivityForResult(new Intent(Intent.ACTION_PICK, ContactsContract.Contacts.CONTENT_URI), 3));
        l.addView(to);
        l.addView(send);
        l.addView(new PenView(this, inverted));
        setContentView(l);
    }

    @Override protected void onActivityResult(int request, int result, Intent data) {
        if (request != 3 || data == null) return;
        Uri one = data.getData();
        to.setText(one == null ? "" : one.getLastPathSegment());
    }
}
