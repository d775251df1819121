package com.yizhan.parcelnook;

import android.app.Application;
import com.umeng.commonsdk.UMConfigure;

public class NookApplication extends Application {
    @Override public void onCreate() {
        super.onCreate();
        UMConfigure.init(this, "5f00aa11bb22cc33dd44ee55", "store", UMConfigure.DEVICE_TYPE_PHONE, "");
    }
}
