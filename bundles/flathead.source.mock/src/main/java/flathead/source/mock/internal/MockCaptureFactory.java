package flathead.source.mock.internal;

import flathead.api.CameraInfo;
import flathead.api.CaptureFactory;
import flathead.api.CaptureLink;
import flathead.api.CaptureSettings;
import flathead.api.FrameInput;
import flathead.api.MediaException;
import flathead.api.NanoClock;
import java.util.List;
import java.util.function.LongSupplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.propertytypes.ServiceRanking;

/** Cameras that always work: any device name opens one, any number of times. Device 0 looks left, 1 looks right. */
@Component(property = {CaptureFactory.NAME + "=mock", CaptureFactory.STANDS_IN + "=true"})
@ServiceRanking(0)
public final class MockCaptureFactory implements CaptureFactory {
    private final NanoClock clock;
    private final LongSupplier wall;

    /** As a component. */
    @Activate
    public MockCaptureFactory() {
        this(NanoClock.SYSTEM, new WallClock());
    }

    MockCaptureFactory(NanoClock clock, LongSupplier wall) {
        this.clock = clock;
        this.wall = wall;
    }

    @Override
    public List<CameraInfo> cameras() {
        return List.of(new CameraInfo("0", "test card, left"), new CameraInfo("1", "test card, right"));
    }

    @Override
    public CaptureLink open(CaptureSettings settings, FrameInput out) throws MediaException {
        return MockCapture.open(MockSettings.of(settings), out, clock, wall);
    }
}
