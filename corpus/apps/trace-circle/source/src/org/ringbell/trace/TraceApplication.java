package org.ringbell.trace;

import android.app.Application;
import com.facebook.appevents.AppEventsLogger;

public class TraceApplication extends Application {
    @Override public void onCreate() {
        super.onCreate();
        AppEventsLogger.activateApp(this);
    }
}
