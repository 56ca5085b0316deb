package flathead.shell.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.Codec;
import flathead.api.Stats;
import flathead.api.StreamId;
import flathead.api.StreamStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusTableTest {
    private static StreamStatus camera(String name, long bitsPerSecond, Stats captured, StreamStatus.Outlet... sinks) {
        return new StreamStatus(StreamId.local(name), StreamStatus.State.STREAMING, "", "mock", "openh264", "",
            Codec.H264, 640, 480, 29.97, bitsPerSecond, captured, new Stats(9, 7, 2, 0, 1, 1), Stats.NONE,
            List.of(sinks));
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
    void saysSmallRatesInKilobits() {
        assertTrue(StatusTable.of(List.of(camera("left", 299_900, Stats.NONE))).contains("  299 kbit/s  "));
    }

    @Test
    void saysThatThereIsNothing() {
        assertEquals("nothing streams here, and no camera is configured", StatusTable.of(List.of()));
    }
}
