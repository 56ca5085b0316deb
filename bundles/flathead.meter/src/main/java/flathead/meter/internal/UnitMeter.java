package flathead.meter.internal;

import flathead.api.Codec;
import flathead.api.Feedback;
import flathead.api.MediaException;
import flathead.api.NanoClock;
import flathead.api.StreamId;
import flathead.api.VideoFormat;
import flathead.api.VideoSink;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Takes access units as they come, as a recorder or a relay does, and counts them: what a stream costs that nobody
 * decodes. There is one only where {@value #PID} is configured; it has no settings. See {@link UnitOutlet} for what
 * latency means here.
 */
@Component(name = UnitMeter.PID, service = VideoSink.class, configurationPolicy = ConfigurationPolicy.REQUIRE,
    property = {VideoSink.ROLE + "=" + VideoSink.FRAMES, VideoSink.NAME + "=units"})
@Designate(ocd = UnitMeterConfig.class)
public final class UnitMeter implements VideoSink {
    static final String PID = "flathead.meter.units";

    private final NanoClock clock;

    /** As a component. */
    @Activate
    public UnitMeter() {
        this(NanoClock.SYSTEM);
    }

    UnitMeter(NanoClock clock) {
        this.clock = clock;
    }

    @Override
    public List<Codec> accepts() {
        return List.of(Codec.H264);
    }

    @Override
    public Outlet open(StreamId stream, VideoFormat format, Feedback upstream) throws MediaException {
        if (format.codec() != Codec.H264) {
            throw new MediaException("meter: stream " + stream + " comes as " + format.codec() + "; allowed is "
                + accepts());
        }
        return new UnitOutlet(clock);
    }
}
