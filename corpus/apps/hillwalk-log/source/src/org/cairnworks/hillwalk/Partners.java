package org.cairnworks.hillwalk;

import android.content.ContentResolver;
import android.database.Cursor;
import android.provider.ContactsContract.CommonDataKinds.Phone;
import java.util.LinkedHashMap;
import java.util.Map;

class Partners {
    Map<String, String> all(ContentResolver r) {
        Map<String, String> out = new LinkedHashMap<>();
        Cursor c = r.query(Phone.CONTENT_URI, new String[] { Phone.DISPLAY_NAME, Phone.NUMBER }, null, null, Phone.DISPLAY_NAME);
        if (c == null) return out;
        while (c.moveToNext()) out.put(c.getString(1), c.getString(0));
        c.close();
        return out;
    }
}
