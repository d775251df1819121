package app.drizzle.rainbell;

import android.app.AlarmManager;
import android.app.PendingIntent;
import android.app.job.JobInfo;
import android.app.job.JobScheduler;
import android.content.BroadcastReceiver;
import android.content.ComponentName;
import android.content.Context;
import android.content.Intent;

public class BootReceiver extends BroadcastReceiver {
    @Override public void onReceive(Context c, Intent i) {
        JobScheduler s = (JobScheduler) c.getSystemService(Context.JOB_SCHEDULER_SERVICE);
        s.schedule(new JobInfo.Builder(1, new ComponentName(c, RainJob.class)).setPeriodic(900000L).setRequiredNetworkType(JobInfo.NETWORK_TYPE_ANY).build());
        AlarmManager a = (AlarmManager) c.getSystemService(Context.ALARM_SERVICE);
        a.setInexactRepeating(AlarmManager.RTC, 0L, AlarmManager.INTERVAL_DAY, PendingIntent.getBroadcast(c, 0, new Intent(c, AlarmReceiver.class), 0));
    }
}
