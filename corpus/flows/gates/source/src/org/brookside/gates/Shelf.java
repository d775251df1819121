package org.brookside.gates;

import android.app.*;
import android.content.*;
import android.os.*;
import android.provider.Settings;
import android.view.View;
import android.widget.*;

/** A provider is made before all. */
public class Shelf extends ContentProvider {
    @Override public boolean onCreate() { Context c = getContext(); String id = Settings.Secure.getString(c.getContentResolver(), "android_id"); return true; }
    @Override public android.database.Cursor query(android.net.Uri u, String[] a, String b, String[] d, String e) { return null; }
    @Override public String getType(android.net.Uri u) { return null; }
    @Override public android.net.Uri insert(android.net.Uri u, ContentValues v) { return null; }
    @Override public int delete(android.net.Uri u, String a, String[] b) { return 0; }
    @Override public int update(android.net.Uri u, ContentValues v, String a, String[] b) { return 0; }
}
