package com.xiaohe.ledger;

import android.app.Application;

/** The Application that the loader starts in its place. */
public class LedgerApp extends Application {
    @Override public void onCreate() {
        super.onCreate();
    }
}
