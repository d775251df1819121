package net.fieldhands.surveykit;

import android.content.Context;
import android.provider.Settings;

class IdThread extends Thread {
    private final Context c;
    private final Sheet sheet;
    IdThread(Context c, Sheet sheet) { this.c = c; this.sheet = sheet; }
    @Override public void run() { sheet.add(Settings.Secure.getString(c.getContentResolver(), Settings.Secure.ANDROID_ID)); }
}
