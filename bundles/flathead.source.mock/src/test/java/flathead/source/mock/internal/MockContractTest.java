package flathead.source.mock.internal;

import flathead.api.CaptureFactory;
import flathead.api.CaptureSettings;
import flathead.api.Codec;
import flathead.api.VideoFormat;
import flathead.testkit.CaptureFactoryContract;
import java.util.Map;

class MockContractTest extends CaptureFactoryContract {
    private final CaptureFactory factory = new MockCaptureFactory();

    @Override
    protected CaptureFactory factory() {
        return factory;
    }

    @Override
    protected CaptureSettings settings(int camera) {
        return new CaptureSettings(String.valueOf(camera), new VideoFormat(Codec.I420, 320, 240, 240), Map.of());
    }
}
