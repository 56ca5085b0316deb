package flathead.console.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.Codec;
import flathead.api.Stats;
import flathead.api.StreamId;
import flathead.api.StreamStatus;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamHistoryTest {
    private final StreamHistory history = new StreamHistory();

    private static StreamStatus status(double fps, long dropped, long keyframes, long previewDropped) {
        return new StreamStatus(StreamId.local("left"), StreamStatus.State.STREAMING, "", "mock", "openh264",
            "", Codec.H264, 640, 480, fps, 1_500_000, new Stats(0, 0, dropped, 0, 0, 0),
            new Stats(0, 0, 0, 0, keyframes, 0), Stats.NONE,
            List.of(new StreamStatus.Outlet("preview", "preview",
                new Stats(0, 0, previewDropped, 0, 0, 0), previewDropped),
                new StreamStatus.Outlet("uplink", "uplink", Stats.NONE, 0)), null);
    }

    private double[] last(StreamHistory.Line line, int count) {
        double[] values = history.values(line);
        assertEquals(60, values.length);
        return Arrays.copyOfRange(values, values.length - count, values.length);
    }

    @Test
    void keepsAMinuteOldestFirst() {
        assertTrue(Arrays.stream(history.values(StreamHistory.Line.FPS)).allMatch(Double::isNaN));
        for (int i = 0; i < 100; i++) {
            history.add(status(i, 0, 0, 0));
        }
        double[] fps = history.values(StreamHistory.Line.FPS);
        assertEquals(40, fps[0]);
        assertEquals(99, fps[59]);
    }

    @Test
    void countersBecomeWhatASecondAdded() {
        history.add(status(30, 10, 1, 7));
        history.add(status(30, 13, 2, 900));
        history.add(status(30, 13, 2, 901));
        history.add(status(30, 4, 1, 902));
        assertArrayEquals(new double[] {Double.NaN, 3, 0, 4}, last(StreamHistory.Line.DROPPED, 4));
        assertArrayEquals(new double[] {Double.NaN, 1, 0, 1}, last(StreamHistory.Line.KEYFRAMES, 4));
    }

    @Test
    void whatIsNotKnownIsNotZero() {
        history.add(StreamStatus.idle(StreamId.local("left"), "disabled"));
        for (StreamHistory.Line line : List.of(StreamHistory.Line.FPS, StreamHistory.Line.BITRATE,
                StreamHistory.Line.P50, StreamHistory.Line.KEYFRAMES)) {
            assertTrue(Double.isNaN(last(line, 1)[0]), line.name());
        }
    }

    @Test
    void withoutAStampTheLatencyIsThatSinceCapture() {
        Stats.Latency since = new Stats.Latency(7, 8, 9, 60);
        Stats.Latency stamped = new Stats.Latency(1, 2, 3, 60);
        for (Stats.Latency stamp : new Stats.Latency[] {null, stamped}) {
            Stats seen = new Stats(9, 9, 0, 0, 0, 0, null, stamp, since);
            StreamStatus status = new StreamStatus(new StreamId("left", "robot", "left", 1),
                StreamStatus.State.STREAMING, "", "remote", "", "avcodec", Codec.H264, 640, 480, 30, 1_500_000,
                Stats.NONE, Stats.NONE, Stats.NONE, List.of(new StreamStatus.Outlet("frames", "meter", seen, 0)), null);
            assertEquals(stamp == null ? since : stamped, StreamHistory.latency(status));
            assertEquals(since, StreamHistory.captureLatency(status));
        }
    }

    /** One way to a server was given up, and another is in use. */
    @Test
    void theNetworkIsThatOfWhoSendsWhatTheStreamIsNow() {
        Stats refused = new Stats(0, 0, 0, 0, 9, 0, new Stats.Network(Codec.H264, 0, 0, 0, 0, 0, -1), null);
        Stats used = new Stats(0, 0, 0, 0, 3, 0, new Stats.Network(Codec.VP8, 700, 0, 0, 0, 900_000, 12.5), null);
        StreamStatus status = new StreamStatus(StreamId.local("left"), StreamStatus.State.STREAMING, "", "mock", "", "",
            Codec.VP8, 640, 480, 30, 1_500_000, Stats.NONE, Stats.NONE, Stats.NONE,
            List.of(new StreamStatus.Outlet("uplink", "uplink-socketio", refused, 0),
                new StreamStatus.Outlet("uplink", "uplink-socketio-raw", used, 0)), null);
        assertEquals(used.network(), StreamHistory.network(status));
        assertEquals(3, StreamHistory.keyframes(status));
    }
}
