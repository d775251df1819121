package com.kranich.metronotes;

import android.app.Activity;
import android.os.Bundle;
import android.widget.Button;
import android.widget.EditText;
import android.widget.LinearLayout;
import android.widget.TextView;
import com.kranich.metronotes.sync.Place;
import com.kranich.metronotes.sync.Push;
import com.kranich.metronotes.sync.Who;

public class NotesActivity extends Activity {
    @Override protected void onCreate(Bundle b) {
        super.onCreate(b);
        LinearLayout l = new LinearLayout(this);
        l.setOrientation(LinearLayout.VERTICAL);
        EditText note = new EditText(this);
        Button stamp = new Button(this);
        stamp.setText(R.string.stamp);
        stamp.setOnClickListener(v -> note.append(new Place(this).line()));
        TextView p = new TextView(this);
        p.setText(R.string.privacy);
        l.addView(note);
        l.addView(stamp);
        l.addView(p);
        setContentView(l);
        new Push(new Who(this).name()).start();
    }
}
