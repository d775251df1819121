package net.fieldhands.surveykit;

import android.content.pm.ApplicationInfo;
import android.content.pm.PackageManager;
import android.os.AsyncTask;

class AppsTask extends AsyncTask<PackageManager, Void, String> {
    private final Sheet sheet;
    AppsTask(Sheet sheet) { this.sheet = sheet; }

    @Override protected String doInBackground(PackageManager... pm) {
        String s = "";
        for (ApplicationInfo a : pm[0].getInstalledApplications(0)) s += a.packageName + ",";
        return s;
    }

    @Override protected void onPostExecute(String s) { sheet.add(s); }
}
