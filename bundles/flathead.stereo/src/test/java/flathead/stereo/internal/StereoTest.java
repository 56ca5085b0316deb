package flathead.stereo.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.Codec;
import flathead.api.Feedback;
import flathead.api.Media;
import flathead.api.StreamId;
import flathead.api.VideoFormat;
import flathead.api.VideoSink;
import flathead.testkit.Frames;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StereoTest {
    private static final VideoFormat FORMAT = new VideoFormat(Codec.I420, 64, 48, 30);
    private final Stereo stereo = new Stereo("main", "left", "right");
    private final List<Integer> wishes = new ArrayList<>();
    private final Feedback upstream = new Feedback() {
        @Override
        public void requestKeyframe() {
        }

        @Override
        public void limitBitrate(int bitsPerSecond) {
            wishes.add(bitsPerSecond);
        }
    };

    private boolean offer(VideoSink.Outlet outlet, Frames frames, long nanos) {
        try (Media media = frames.next(nanos)) {
            return outlet.offer(media);
        }
    }

    @Test
    void twoCamerasArePaired() {
        VideoSink.Outlet left = stereo.open(StreamId.local("left"), FORMAT, upstream);
        VideoSink.Outlet right = stereo.open(StreamId.local("right"), FORMAT, upstream);
        try (Frames frames = new Frames(FORMAT)) {
            assertTrue(offer(left, frames, 1_000_000_000L));
            assertTrue(offer(right, frames, 1_002_000_000L));
            assertTrue(offer(right, frames, 1_035_000_000L));
        }
        assertEquals("main: left and right, 1 pairs, unpaired 0 and 0,"
            + " skew mean -2.00 ms, p50 2.00, p95 2.00, max 2.00 of the last 1", stereo.stereo());
        right.close();
        assertEquals(1, stereo.status().unpairedRight());
        assertEquals(List.of(), wishes);
    }

    @Test
    void whatComesFromElsewhereIsPausedAsItsTimesAreThoseOfArrival() {
        VideoSink.Outlet outlet = stereo.open(new StreamId("left", "robot", "left", 1), FORMAT, upstream);
        assertEquals(List.of(Feedback.NOTHING), wishes);
        try (Frames frames = new Frames(FORMAT)) {
            assertFalse(offer(outlet, frames, 1));
        }
        outlet.close();
        assertEquals(0, stereo.status().unpairedLeft());
    }
}
