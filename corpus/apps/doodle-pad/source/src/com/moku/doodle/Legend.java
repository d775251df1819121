package com.moku.doodle;

/** Methods of the app's own with the names of the framework's. */
class Legend {
    String getDeviceId() { return "pen "; }
    String getSubscriberId() { return "none"; }
    double getLatitude() { return 0.5; }
}
