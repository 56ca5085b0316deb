package flathead.source.libcamera.internal;

import flathead.api.CaptureFactory;
import flathead.api.CaptureSettings;
import flathead.api.Codec;
import flathead.api.NanoClock;
import flathead.api.VideoFormat;
import flathead.testkit.CaptureFactoryContract;
import java.util.Map;

/** Pictures that stay in the camera's own buffers, of a camera that is made up. */
class DirectContractTest extends CaptureFactoryContract {
    private final LibcameraFactory factory = new LibcameraFactory(new FakeLibcamera(), NanoClock.SYSTEM);

    @Override
    protected CaptureFactory factory() {
        return factory;
    }

    @Override
    protected CaptureSettings settings(int camera) {
        return new CaptureSettings(String.valueOf(camera), new VideoFormat(Codec.I420, 320, 240, 240),
            Map.of("red.gain", "1.5", "blue.gain", "1.2"));
    }
}
