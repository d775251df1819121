package com.bytedance.sdk.openadsdk.activity;

import android.app.Activity;

public class TTDelegateActivity extends Activity { }
