package flathead.source.rpicam.internal;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import flathead.api.CaptureFactory;
import flathead.api.CaptureSettings;
import flathead.api.Codec;
import flathead.api.VideoFormat;
import flathead.testkit.CaptureFactoryContract;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;

class RpicamContractTest extends CaptureFactoryContract {
    private CaptureFactory factory;

    @BeforeEach
    void standIn() throws Exception {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "rpicam-vid is for Linux");
        factory = StandIn.factory("");
    }

    @Override
    protected CaptureFactory factory() {
        return factory;
    }

    @Override
    protected CaptureSettings settings(int camera) {
        return new CaptureSettings(String.valueOf(camera), new VideoFormat(Codec.I420, 320, 240, 100), Map.of());
    }
}
