package flathead.shell.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.Codec;
import flathead.api.ReceiverStatus;
import flathead.api.Stats;
import flathead.api.StreamId;
import flathead.api.StreamStatus;
import flathead.api.TimeQuality;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusTableTest {
    private static StreamStatus camera(String name, long bitsPerSecond, Stats captured, StreamStatus.Outlet... sinks) {
        return new StreamStatus(StreamId.local(name), StreamStatus.State.STREAMING, "", "mock", "openh264", "",
            Codec.H264, 640, 480, 29.97, bitsPerSecond, captured, new Stats(9, 7, 2, 0, 1, 1), Stats.NONE,
            List.of(sinks), null);
    }

    @Test
    void alignsWhatFlowsAndWhatWaits() {
        Stats captured = new Stats(100, 99, 1, 0, 0, 0);
        Stats seen = new Stats(90, 86, 4, 0, 0, 0, null, new Stats.Latency(3.14, 5, 6, 60));
        String table = StatusTable.of(List.of(
            StreamStatus.idle(StreamId.local("right"), "waits for a camera\u001b[2J"),
            camera("left", 1_480_000, captured, new StreamStatus.Outlet("uplink", "uplink", seen, 8))));
        assertEquals("""
            name   state      source  encoder   decoder  size     fps   bitrate      latency  drops  detail
            left   streaming  mock    openh264  -        640x480  30.0  1.48 Mbit/s  3.1 ms   15
            right  waiting    -       -         -        -        -     -            -        -      \
            waits for a camera [2J""",
            table);
    }

    @Test
    void tellsBelowHowRemoteStreamsAreReceived() {
        Stats captured = new Stats(300, 299, 1, 0, 1, 1,
            new Stats.Network(Codec.H264, 5152, 8, 14, 2, 900, 0.25), null);
        Stats seen = new Stats(90, 90, 0, 0, 0, 0, null, null, new Stats.Latency(12.34, 15, 16, 60));
        ReceiverStatus ours = new ReceiverStatus(new ReceiverStatus.Clock(TimeQuality.CAPTURE, 1, 0.0567, -12.3), 1.234,
            25, 12, 5, 2, 1, 9, 299, 1, 0);
        ReceiverStatus theirs = new ReceiverStatus(ReceiverStatus.Clock.UNKNOWN, Double.NaN, -1, -1, -1, -1, -1, 3, 70,
            0, 0);
        String table = StatusTable.of(List.of(remote("right", Stats.NONE, theirs, Stats.NONE),
            remote("left", captured, ours, seen)));
        assertEquals("""
            name   state      source  encoder  decoder  size     fps   bitrate      latency  drops  detail
            left   streaming  remote  -        avcodec  640x480  30.0  1.48 Mbit/s  12.3 ms  1
            right  streaming  remote  -        avcodec  640x480  30.0  1.48 Mbit/s  -        0

            received  packets  lost  missing  recovered  reordered  twice  late  nacks  plis  pictures  given up  \
            freezes  jitter   round trip  clock    error    drift
            left      5152     8     25       12         5          2      1     9      2     299       1         \
            0        1.23 ms  0.25 ms     capture  0.06 ms  -12.3 ppm
            right     -        -     -        -          -          -      -     3      -     70        0         \
            0        -        -           arrival  -        -""", table);
    }

    private static StreamStatus remote(String name, Stats captured, ReceiverStatus receiver, Stats seen) {
        return new StreamStatus(new StreamId(name, "robot", name, 1), StreamStatus.State.STREAMING, "", "remote", "",
            "avcodec", Codec.H264, 640, 480, 29.97, 1_480_000, captured, Stats.NONE, Stats.NONE,
            List.of(new StreamStatus.Outlet("frames", "meter", seen, 0)), receiver);
    }

    @Test
    void saysSmallRatesInKilobits() {
        assertTrue(StatusTable.of(List.of(camera("left", 299_900, Stats.NONE))).contains("  299 kbit/s  "));
    }

    @Test
    void saysThatThereIsNothing() {
        assertEquals("nothing streams here, and no camera is configured", StatusTable.of(List.of()));
    }
}
