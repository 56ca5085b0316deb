package flathead.recorder.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.Codec;
import flathead.api.EncodedFrame;
import flathead.api.Pool;
import flathead.api.TimeQuality;
import flathead.api.VideoFormat;
import org.junit.jupiter.api.Test;

class TimelineTest {
    private static final VideoFormat FORMAT = new VideoFormat(Codec.H264, 640, 480, 30);
    private static final long MILLI = 1_000_000;

    private static EncodedFrame unit(long captureMillis, TimeQuality quality, long clock, long senderMillis) {
        EncodedFrame unit = Pool.ofEncoded(FORMAT, 1, 16).tryTake();
        unit.set(FORMAT, 0, captureMillis * MILLI, quality, 1, true);
        if (clock != 0) {
            unit.sent(clock, senderMillis * MILLI);
        }
        return unit;
    }

    private static EncodedFrame local(long millis) {
        return unit(millis, TimeQuality.CAPTURE, 0, 0);
    }

    @Test
    void timesAreThoseOfCaptureAlsoBehindAGap() {
        Timeline line = new Timeline(local(1_000));
        assertEquals(0, line.micros(local(1_000)));
        assertEquals(33_000, line.micros(local(1_033)));
        assertEquals(5_000_000, line.micros(local(6_000)));
        assertEquals(0, line.clock());
        assertFalse(line.broken());
    }

    @Test
    void theSendersClockIsTakenWhereItIsKnown() {
        Timeline line = new Timeline(unit(1_000, TimeQuality.CAPTURE, 7, 50));
        assertEquals(0, line.micros(unit(1_000, TimeQuality.CAPTURE, 7, 50)));
        // The estimate of the clocks' offset gets finer; the distance does not change.
        assertEquals(33_000, line.micros(unit(1_031, TimeQuality.CAPTURE, 7, 83)));
        // Only the arrival is known: carried over by the offset of before.
        assertEquals(66_000, line.micros(unit(1_064, TimeQuality.ARRIVAL, 7, 9_999)));
        assertEquals(7, line.clock());
        assertEquals(50 * MILLI, line.firstNanos());
    }

    @Test
    void timeNeverStandsStillAndALongStepBackIsTold() {
        Timeline line = new Timeline(local(1_000));
        line.micros(local(1_000));
        line.micros(local(1_033));
        assertEquals(33_001, line.micros(local(1_033)));
        assertEquals(33_002, line.micros(local(900)));
        assertFalse(line.broken());
        assertEquals(33_003, line.micros(local(100)));
        assertTrue(line.broken());
    }

    @Test
    void anotherKindOfTimeIsTold() {
        Timeline line = new Timeline(unit(0, TimeQuality.ARRIVAL, 7, 0));
        assertEquals(TimeQuality.ARRIVAL, line.quality());
        line.micros(unit(1, TimeQuality.ARRIVAL, 7, 1));
        assertEquals(0, line.differsFor());
        line.micros(unit(2, TimeQuality.CAPTURE, 7, 1));
        line.micros(local(5));
        assertEquals(3_000, line.differsFor());
        line.micros(unit(6, TimeQuality.ARRIVAL, 7, 1));
        assertEquals(0, line.differsFor(), "as before");
        line.micros(local(8));
        line.micros(local(10));
        assertEquals(2_000, line.differsFor());
    }
}
