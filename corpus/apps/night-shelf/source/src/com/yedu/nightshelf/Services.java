package com.yedu.nightshelf;

import android.content.Context;
import com.tencent.bugly.crashreport.CrashReport;
import com.umeng.commonsdk.UMConfigure;

final class Services {
    static final String KEY = "60aa00bb11cc22dd33ee44ff";

    static void statistics(Context c) { UMConfigure.init(c, KEY, "web", 1, null); }
    static void crash(Context c) { CrashReport.initCrashReport(c, "900099", false); }
}
