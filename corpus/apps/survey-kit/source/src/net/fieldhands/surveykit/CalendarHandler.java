package net.fieldhands.surveykit;

import android.content.Context;
import android.database.Cursor;
import android.os.Handler;
import android.os.Message;
import android.provider.CalendarContract;

class CalendarHandler extends Handler {
    static final int READ = 11;
    private final Context c;
    private final Sheet sheet;
    CalendarHandler(Context c, Sheet sheet) { this.c = c; this.sheet = sheet; }

    @Override public void handleMessage(Message m) {
        if (m.what != READ) return;
        Cursor q = c.getContentResolver().query(CalendarContract.Events.CONTENT_URI, new String[] { "title" }, null, null, null);
        while (q != null && q.moveToNext()) sheet.add(q.getString(0));
    }
}
