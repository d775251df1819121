package org.brookside.flows;

import android.app.*;
import android.content.*;
import android.database.Cursor;
import android.net.Uri;
import android.os.*;
import android.telephony.*;
import android.util.Log;
import android.view.View;
import android.widget.*;
import java.io.*;
import java.net.*;
import java.util.*;

/** Keeps the last id. */
public class Shelf extends ContentProvider {
    static String last;
    @Override public boolean onCreate() { return true; }
    @Override public Cursor query(Uri u, String[] a, String b, String[] c, String d) { return null; }
    @Override public String getType(Uri u) { return null; }
    @Override public Uri insert(Uri u, ContentValues v) { last = v.getAsString("id"); return u; }
    @Override public int delete(Uri u, String a, String[] b) { return 0; }
    @Override public int update(Uri u, ContentValues v, String a, String[] b) { return 0; }
}
