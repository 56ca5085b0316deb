package flathead.stereo.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.Codec;
import flathead.api.Feedback;
import flathead.api.Media;
import flathead.api.StereoConsumer;
import flathead.api.StereoStatus;
import flathead.api.StreamId;
import flathead.api.VideoFormat;
import flathead.api.VideoSink;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StereoTest {
    private static final VideoFormat H264 = Camera.RAW.as(Codec.H264);
    private static final long MILLI = Camera.MILLI;
    private final List<Integer> wishes = new ArrayList<>();
    private final Feedback upstream = new Feedback() {
        @Override
        public void requestKeyframe() {
            throw new AssertionError("times are no reason for a keyframe");
        }

        @Override
        public void limitBitrate(int bitsPerSecond) {
            wishes.add(bitsPerSecond);
        }
    };

    private static Stereo stereo(String... settings) {
        Map<String, Object> properties = new HashMap<>(Map.of("service.pid", "flathead.stereo~main"));
        for (int i = 0; i < settings.length; i += 2) {
            properties.put(settings[i], settings[i + 1]);
        }
        return new Stereo(null, properties);
    }

    private static StreamId remote(String name, int generation) {
        return new StreamId(name, "robot", name, generation);
    }

    private static void offer(VideoSink.Outlet outlet, Media media) {
        try (media) {
            assertTrue(outlet.offer(media), "what is not taken would be asked for again");
        }
    }

    @Test
    void twoCamerasArePaired() {
        Stereo stereo = stereo();
        Camera camera = new Camera();
        VideoSink.Outlet left = stereo.open(StreamId.local("left"), Camera.RAW, upstream);
        VideoSink.Outlet right = stereo.open(StreamId.local("right"), Camera.RAW, upstream);
        offer(left, camera.raw(1_000 * MILLI));
        offer(right, camera.raw(1_002 * MILLI));
        offer(right, camera.raw(1_035 * MILLI));
        assertEquals("main: left and right, 1 pairs, unpaired 0 and 0,"
            + " skew mean -2.00 ms, p50 2.00, p95 2.00, max 2.00 of the last 1, by the host clock",
            StereoCommand.line(stereo.status()));
        right.close();
        assertEquals(1, stereo.status().unpairedRight());
        assertEquals("waits for right", stereo.status().detail());
        assertEquals(List.of(), wishes);
        assertEquals(0, camera.pool.inFlight(), "times alone hold no picture");
    }

    @Test
    void aStreamIsTakenAsItComesSoThatNothingIsDecoded() {
        Stereo stereo = stereo();
        assertEquals(List.of(Codec.H264), stereo.accepts(remote("left", 1), H264));
        assertEquals(List.of(Codec.I420), stereo.accepts(StreamId.local("left"), Camera.RAW));
        assertEquals(List.of(), stereo.accepts(remote("rear", 1), H264), "neither eye");
        assertFalse(stereo.open(remote("rear", 1), H264, upstream).offer(new Camera().unit(1)));
        assertEquals(List.of(Feedback.NOTHING), wishes);
    }

    @Test
    void whereItComesFromCanBeSaid() {
        Stereo remote = stereo("from", "remote");
        assertEquals(List.of(), remote.accepts(StreamId.local("left"), Camera.RAW));
        assertEquals(List.of(Codec.H264), remote.accepts(remote("left", 1), H264));
        Stereo camera = stereo("from", "camera");
        assertEquals(List.of(Codec.I420), camera.accepts(StreamId.local("left"), Camera.RAW));
        assertEquals(List.of(), camera.accepts(remote("left", 1), H264));
    }

    @Test
    void aNewSessionOfTheSameNameTakesOver() {
        Stereo stereo = stereo();
        Camera camera = new Camera("robot", 5, 0);
        VideoSink.Outlet left = stereo.open(remote("left", 1), H264, upstream);
        VideoSink.Outlet right = stereo.open(remote("right", 1), H264, upstream);
        offer(left, camera.unit(1_000 * MILLI));
        offer(right, camera.unit(1_007 * MILLI));
        VideoSink.Outlet again = stereo.open(remote("left", 2), H264, upstream);
        offer(left, camera.unit(1_033 * MILLI));
        offer(right, camera.unit(1_040 * MILLI));
        assertEquals(1, stereo.status().pairs(), "the old session is passed over");
        offer(again, camera.unit(1_033 * MILLI));
        assertEquals(2, stereo.status().pairs());
        left.close();
        offer(again, camera.unit(1_066 * MILLI));
        offer(right, camera.unit(1_073 * MILLI));
        StereoStatus status = stereo.status();
        assertEquals(3, status.pairs());
        assertEquals(7, status.skew().max());
        assertEquals(StereoStatus.Clock.SENDER, status.clock());
        assertEquals("", status.detail());
    }

    @Test
    void aCameraOfThisRuntimeComesBeforeAStreamOfThatName() {
        Stereo stereo = stereo();
        Camera camera = new Camera();
        VideoSink.Outlet left = stereo.open(StreamId.local("left"), Camera.RAW, upstream);
        VideoSink.Outlet right = stereo.open(StreamId.local("right"), Camera.RAW, upstream);
        VideoSink.Outlet other = stereo.open(remote("left", 1), H264, upstream);
        offer(other, new Camera("robot", 5, 0).unit(1_000 * MILLI));
        offer(left, camera.raw(1_000 * MILLI));
        offer(right, camera.raw(1_002 * MILLI));
        assertEquals(StereoStatus.Clock.HOST, stereo.status().clock());
    }

    @Test
    void aConsumerOfOtherPairsGetsNone() {
        Stereo stereo = stereo();
        stereo.addConsumer(pair -> { }, Map.of(StereoConsumer.PAIRS, List.of("received", "other")));
        assertEquals(List.of(), stereo.status().consumers());
    }

    @Test
    void whatIsNotAllowedIsRefusedAndNothingIsPaired() {
        StereoCheck check = new StereoCheck();
        assertEquals(Optional.of("flathead.stereo~main: from = moon is refused; allowed: one of [any, camera, remote]"),
            check.refusal("flathead.stereo~main", Map.of("from", "moon")));
        assertEquals(Optional.of("flathead.stereo~main: left = right = right is refused; allowed: the names of two"
            + " streams"), check.refusal("flathead.stereo~main", Map.of("left", "right")));
        assertEquals(Optional.empty(), check.refusal("flathead.stereo~main", Map.of("left", "rear", "from", "")));
        assertEquals(Optional.of("flathead.stereo~main: consumer.target = (a is refused; allowed: an LDAP filter such"
            + " as (flathead.stereo.consumer=depth), or nothing for all"),
            check.refusal("flathead.stereo~main", Map.of("consumer.target", "(a")));
        assertEquals(Optional.empty(), check.refusal("flathead.stereo~main", Map.of("consumer.target", " ")));
        Stereo stereo = stereo("from", "moon");
        assertEquals("flathead.stereo~main: from = moon is refused; allowed: one of [any, camera, remote]",
            stereo.status().detail());
        assertEquals(List.of(), stereo.accepts(StreamId.local("left"), Camera.RAW));
    }
}
