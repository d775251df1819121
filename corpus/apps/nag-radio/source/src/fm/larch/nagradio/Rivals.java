package fm.larch.nagradio;

import android.content.pm.PackageManager;
import java.util.TimerTask;

/** Looks every minute which other radios are installed. */
final class Rivals extends TimerTask {
    private final PackageManager packages;
    private int seen;

    Rivals(PackageManager packages) {
        this.packages = packages;
    }

    @Override public void run() {
        seen = packages.getInstalledPackages(0).size();
    }
}
