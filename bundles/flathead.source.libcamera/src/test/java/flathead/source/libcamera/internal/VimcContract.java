package flathead.source.libcamera.internal;

import flathead.api.CaptureFactory;
import flathead.api.CaptureSettings;
import flathead.testkit.CaptureFactoryContract;

/** Run in a guest by {@link GuestTest}. */
class VimcContract extends CaptureFactoryContract {
    @Override
    protected CaptureFactory factory() {
        return Vimc.factory();
    }

    @Override
    protected CaptureSettings settings(int camera) {
        return Vimc.SETTINGS;
    }

    @Override
    protected int cameras() {
        return 1;
    }
}
