package fm.larch.nagradio;

import android.Manifest;
import android.app.Activity;
import android.hardware.Camera;
import android.os.Bundle;

public class CoverActivity extends Activity {
    private Camera camera;

    @Override protected void onCreate(Bundle b) {
        super.onCreate(b);
        camera = Camera.open();
    }

    @Override protected void onResume() {
        super.onResume();
        requestPermissions(new String[] { Manifest.permission.CAMERA }, 1);
    }
}
