package cn.huixing.arcade;

import android.app.Application;

public class ArcadeApplication extends Application {
    /** The SDKs are started behind the button of the first screen, not here. */
    @Override public void onCreate() {
        super.onCreate();
    }
}
