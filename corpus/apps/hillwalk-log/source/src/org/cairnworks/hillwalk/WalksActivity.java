package org.cairnworks.hillwalk;

import android.app.Activity;
import android.content.Intent;
import android.os.Bundle;
import android.view.View;
import android.widget.TextView;

public class WalksActivity extends Activity {
    @Override protected void onCreate(Bundle b) {
        super.onCreate(b);
        setContentView(R.layout.walks);
        ((TextView) findViewById(R.id.last)).setText("Last walk: " + getPreferences(0).getString("last", "none yet"));
    }

    /** Named in the layout. */
    public void share(View v) {
        startActivity(new Intent(this, ShareActivity.class));
    }
}
