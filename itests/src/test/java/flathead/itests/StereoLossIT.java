package flathead.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.Codec;
import flathead.api.Feedback;
import flathead.api.Frame;
import flathead.api.FrameInput;
import flathead.api.Media;
import flathead.api.StereoConsumer;
import flathead.api.StereoPair;
import flathead.api.StreamId;
import flathead.api.TimeQuality;
import flathead.api.VideoFormat;
import flathead.api.VideoSink;
import flathead.stamp.StampReader;
import flathead.stereo.internal.Stereo;
import flathead.testkit.Await;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Two mock cameras 7 ms apart, each over a way of its own that loses a twentieth of the packets, real ports and a real
 * decoder: what belongs together is told by the stamps in the decoded pictures.
 */
@Alone
class StereoLossIT {
    private static final VideoFormat FORMAT = new VideoFormat(Codec.I420, 640, 480, 30);
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final int PAIRS = 600;
    /** In units of the stamp, 0.1 ms. */
    private static final int OFFSET = 70;

    private static OurMedia ours;

    @BeforeAll
    static void start() {
        ours = new OurMedia();
    }

    @AfterAll
    static void stop() {
        ours.close();
    }

    /** Reads the stamps of every pair; by the consumer's thread. */
    private static final class Truth implements StereoConsumer {
        private final StampReader reader = new StampReader();
        private final int[] qualities = new int[TimeQuality.values().length];
        private int read;
        private int unreadable;
        private int wrong;
        private double largestError;

        @Override
        public synchronized void pair(StereoPair pair) {
            if (!stamped(pair.left())) {
                return;
            }
            int left = reader.ticks();
            if (!stamped(pair.right())) {
                return;
            }
            int apart = reader.ticks() - left;
            read++;
            wrong += Math.abs(apart - OFFSET) > 1 ? 1 : 0;
            largestError = Math.max(largestError, Math.abs(pair.skewNanos() / 1e6 + OFFSET / 10.0));
            qualities[pair.quality().ordinal()]++;
        }

        private boolean stamped(Frame frame) {
            boolean there = reader.read(frame.memory().plane(0), frame.memory().stride(0), frame.format().width(),
                frame.format().height());
            unreadable += there ? 0 : 1;
            return there;
        }

        synchronized int count() {
            return read;
        }

        @Override
        public synchronized String toString() {
            return read + " pairs over real ports, wrong " + wrong + ", skew 7 ms give or take " + largestError
                + " ms, times captured " + qualities[0] + ", estimated " + qualities[1] + ", stamps unreadable "
                + unreadable;
        }
    }

    private static FrameInput into(VideoSink.Outlet outlet) {
        return new FrameInput() {
            @Override
            public boolean offer(Media media) {
                return outlet.offer(media);
            }
        };
    }

    private static StreamOverLink stream(String name, String phase, LossyLink link, VideoSink.Outlet outlet)
            throws Exception {
        return new StreamOverLink(name, Map.of("phase", phase), link, ours.peers(), ours.peers(), ours.encoders(),
            ours.decoders(), into(outlet));
    }

    @Test
    void withATwentiethLostNoPairIsWrong() throws Exception {
        Services services = new Services();
        Stereo stereo = new Stereo(services.context(), Map.of("service.pid", "flathead.stereo~main"));
        Truth truth = new Truth();
        stereo.addConsumer(truth, Map.of(StereoConsumer.NAME, "truth"));
        VideoSink sink = services.await(VideoSink.class);
        VideoSink.Outlet left = sink.open(new StreamId("left", "robot", "left", 1), FORMAT, Feedback.NONE);
        VideoSink.Outlet right = sink.open(new StreamId("right", "robot", "right", 1), FORMAT, Feedback.NONE);
        try (LossyLink leftLink = new LossyLink(new Loss(5, 1, 20), 41);
                LossyLink rightLink = new LossyLink(new Loss(5, 1, 60), 42);
                StreamOverLink leftStream = stream("left", "0", leftLink, left);
                StreamOverLink rightStream = stream("right", "7", rightLink, right)) {
            Await.until(() -> PAIRS + " pairs: " + truth + "; " + leftStream + "; " + rightStream, LIMIT,
                () -> truth.count() >= PAIRS);
            System.out.println("stereo, 5 % lost, round trips 20 and 60 ms: " + truth + "; "
                + stereo.status().consumers() + "; left " + leftLink.seen() + ", right " + rightLink.seen());
            assertTrue(leftLink.seen().lost() > 0 && rightLink.seen().lost() > 0, "packets were lost");
        }
        left.close();
        right.close();
        stereo.removeConsumer(truth);
        assertEquals(0, truth.wrong, truth::toString);
        assertTrue(truth.largestError < 0.05, truth::toString);
        assertTrue(truth.qualities[TimeQuality.CAPTURE.ordinal()] > PAIRS / 2, truth::toString);
    }
}
