package flathead.source.libcamera.internal;

import flathead.api.CaptureFactory;
import flathead.api.CaptureSettings;
import flathead.api.Codec;
import flathead.api.VideoFormat;
import flathead.testkit.CaptureFactoryContract;
import java.util.Map;

/** The two virtual cameras of libcamera, in their own buffers. Run in a guest by {@link GuestTest}. */
class VirtualContract extends CaptureFactoryContract {
    static CaptureSettings virtual(int camera) {
        return new CaptureSettings("Virtual" + camera, new VideoFormat(Codec.NV12, 640, 480, 60), Map.of());
    }

    @Override
    protected CaptureFactory factory() {
        return Vimc.factory();
    }

    @Override
    protected CaptureSettings settings(int camera) {
        return virtual(camera);
    }
}
