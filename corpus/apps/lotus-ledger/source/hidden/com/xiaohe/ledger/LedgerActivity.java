package com.xiaohe.ledger;

import android.app.Activity;
import android.os.Bundle;
import android.provider.ContactsContract;
import android.widget.TextView;

/** Not visible to a reader of the package: encrypted by the build. */
public class LedgerActivity extends Activity {
    @Override protected void onCreate(Bundle b) {
        super.onCreate(b);
        TextView t = new TextView(this);
        t.setText("本月支出 0 元 " + getContentResolver().query(ContactsContract.Contacts.CONTENT_URI, null, null, null, null));
        setContentView(t);
    }
}
