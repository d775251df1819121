package com.lvzhi.plantdiary;

import android.app.Application;

public class DiaryApplication extends Application {
    @Override public void onCreate() {
        super.onCreate();
        Fingerprint f = new Fingerprint(this);
        new Uploader().start(f.build());
    }
}
