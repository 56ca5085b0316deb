package flathead.meter.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.Codec;
import flathead.api.EncodedFrame;
import flathead.api.Feedback;
import flathead.api.Media;
import flathead.api.StreamId;
import flathead.api.TimeQuality;
import flathead.api.VideoFormat;
import flathead.api.VideoSink;
import flathead.testkit.FakeClock;
import flathead.testkit.Frames;
import org.junit.jupiter.api.Test;

class UnitMeterTest {
    private static final StreamId STREAM = new StreamId("left", "client", "left", 1);

    private final FakeClock clock = new FakeClock();
    private final Frames units = new Frames(new VideoFormat(Codec.H264, 160, 120, 30));

    private VideoSink.Outlet open() throws Exception {
        return new UnitMeter(clock).open(STREAM, units.format(), Feedback.NONE);
    }

    private void offer(VideoSink.Outlet outlet, long captured, TimeQuality quality) {
        try (Media media = units.next(captured)) {
            EncodedFrame unit = (EncodedFrame) media;
            unit.set(units.format(), unit.sequence(), captured, quality, unit.size(), true);
            assertTrue(outlet.offer(unit));
        }
    }

    @Test
    void anAccessUnitAgesFromItsCaptureUntilItIsOffered() throws Exception {
        VideoSink.Outlet outlet = open();
        long captured = clock.nanos();
        clock.advanceMillis(7);
        offer(outlet, captured, TimeQuality.CAPTURE);
        assertEquals(7.0, outlet.stats().captureLatency().p50());
        assertEquals(1, outlet.stats().keyframes());
        assertTrue(outlet.stats().bytes() > 0);
    }

    @Test
    void aTimeThatIsNoCaptureGivesNoLatency() throws Exception {
        VideoSink.Outlet outlet = open();
        offer(outlet, clock.nanos(), TimeQuality.ARRIVAL);
        offer(outlet, clock.nanos(), TimeQuality.ESTIMATED);
        offer(outlet, clock.nanos() + 1_000_000_000L, TimeQuality.CAPTURE);
        assertNull(outlet.stats().captureLatency());
        assertEquals(3, outlet.stats().out());
    }
}
