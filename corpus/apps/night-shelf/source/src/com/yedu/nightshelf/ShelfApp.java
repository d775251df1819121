package com.yedu.nightshelf;

import android.app.Application;
import com.umeng.commonsdk.UMConfigure;

public class ShelfApp extends Application {
    @Override public void onCreate() {
        super.onCreate();
        UMConfigure.preInit(this, Services.KEY, "web");
        boolean agreed = Consent.of(this).given();
        if (agreed) {
            Services.statistics(this);
        }
    }
}
