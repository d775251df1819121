package cn.yuhai.tidemap;

import android.app.Activity;
import android.os.Bundle;
import android.widget.Button;
import android.widget.LinearLayout;
import android.widget.TextView;

public class AboutActivity extends Activity {
    @Override protected void onCreate(Bundle b) {
        super.onCreate(b);
        LinearLayout l = new LinearLayout(this);
        l.setOrientation(LinearLayout.VERTICAL);
        TextView t = new TextView(this);
        t.setText("隐私政策：https://www.yuhai-tide.example/privacy.html\n已收集个人信息清单：https://www.yuhai-tide.example/list.html");
        Button w = new Button(this);
        w.setText(R.string.withdraw);
        w.setOnClickListener(v -> TideApp.setAgreed(this, false));
        l.addView(t);
        l.addView(w);
        setContentView(l);
    }
}
