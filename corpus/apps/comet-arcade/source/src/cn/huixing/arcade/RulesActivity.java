package cn.huixing.arcade;

import android.app.Activity;
import android.os.Bundle;

public class RulesActivity extends Activity {
    @Override protected void onCreate(Bundle b) {
        super.onCreate(b);
        setContentView(R.layout.rules);
    }
}
