package flathead.webrtc.rtp.internal.receive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.Codec;
import flathead.api.EncodedFrame;
import flathead.api.Feedback;
import flathead.api.Frame;
import flathead.api.MediaException;
import flathead.api.Pool;
import flathead.api.StereoConsumer;
import flathead.api.StereoPair;
import flathead.api.StereoStatus;
import flathead.api.StreamId;
import flathead.api.VideoFormat;
import flathead.api.VideoSink;
import flathead.stereo.internal.Stereo;
import flathead.testkit.Await;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/**
 * Two of our senders with one clock, two of our receivers, ways that lose packets, and the pairs that come of it. Time
 * flies; what belongs together is known, as both cameras count their pictures.
 */
class StereoLossTest {
    private static final int OFFSET_MILLIS = 7;
    private static final int INTERVAL_MILLIS = 33;
    private static final int JITTER_MILLIS = 4;
    private static final VideoFormat RAW = new VideoFormat(Codec.I420, 64, 48, 30);

    private final Random random = new Random(21);
    private final AtomicReference<VideoSink> pictures = new AtomicReference<>();
    private final Stereo stereo = new Stereo(context(), Map.of("service.pid", "flathead.stereo~main"));
    private final Truth truth = new Truth();

    /** Takes note of the one sink that is registered for raw pictures. */
    private BundleContext context() {
        ClassLoader loader = getClass().getClassLoader();
        return (BundleContext) Proxy.newProxyInstance(loader, new Class<?>[] {BundleContext.class},
            (proxy, method, arguments) -> {
                pictures.set((VideoSink) arguments[1]);
                return Proxy.newProxyInstance(loader, new Class<?>[] {ServiceRegistration.class},
                    (registration, call, none) -> null);
            });
    }

    /** Looks at every pair. */
    private static final class Truth implements StereoConsumer {
        final AtomicInteger pairs = new AtomicInteger();
        volatile int wrong;
        volatile double largestError;
        volatile double least = Double.MAX_VALUE;
        volatile double most = -Double.MAX_VALUE;

        @Override
        public void pair(StereoPair pair) {
            wrong += number(pair.left()) == number(pair.right()) ? 0 : 1;
            double real = (captured(pair.left()) - captured(pair.right())) / 1e6;
            double skew = pair.skewNanos() / 1e6;
            largestError = Math.max(largestError, Math.abs(skew - real));
            least = Math.min(least, skew);
            most = Math.max(most, skew);
            pairs.incrementAndGet();
        }

        static int number(Frame frame) {
            return frame.memory().plane(0).getInt(0);
        }

        static long captured(Frame frame) {
            return frame.memory().plane(0).getLong(8);
        }
    }

    /** One camera, its way, and what decodes its pictures: the raw ones tell their number and instant of capture. */
    private final class Eye {
        final Link link;
        final int offsetMillis;
        final VideoSink.Outlet times;
        final VideoSink.Outlet raw;
        final Pool<Frame> pool = Pool.ofFrames(RAW, 24);
        private final Map<String, Integer> numbers = new HashMap<>();
        private long dueMillis;

        Eye(String name, Link link, int offsetMillis) {
            this.link = link;
            this.offsetMillis = offsetMillis;
            StreamId id = new StreamId(name, "robot", name, 1);
            times = stereo.open(id, RAW.as(Codec.H264), Feedback.NONE);
            try {
                raw = pictures.get().open(id, RAW, Feedback.NONE);
            } catch (MediaException e) {
                throw new AssertionError(e);
            }
            link.out = this::decode;
            next();
        }

        private void next() {
            dueMillis = (long) link.sent.size() * INTERVAL_MILLIS + offsetMillis + random.nextInt(JITTER_MILLIS);
        }

        void tick(long millis) {
            if (millis == dueMillis) {
                link.capture(link.sent.size() % 90 == 0);
                numbers.put(link.sent.get(link.sent.size() - 1), link.sent.size() - 1);
                next();
            }
            link.tick();
        }

        private void decode(EncodedFrame unit) {
            times.offer(unit);
            try (Frame frame = pool.tryTake()) {
                int number = numbers.get(Units.digest(Units.bytes(unit)));
                frame.memory().plane(0).putInt(0, number);
                frame.memory().plane(0).putLong(8, link.sentNanos.get(number));
                frame.set(unit);
                raw.offer(frame);
            }
        }

        void close() {
            times.close();
            raw.close();
        }
    }

    private void run(String what, Link left, Link right, int pairs) {
        stereo.addConsumer(truth, Map.of(StereoConsumer.NAME, "truth"));
        Eye leftEye = new Eye("left", left, 0);
        Eye rightEye = new Eye("right", right, OFFSET_MILLIS);
        for (long millis = 0; truth.pairs.get() < pairs; millis++) {
            leftEye.tick(millis);
            rightEye.tick(millis);
            // Time flies, and who looks at the pairs misses what it has no processor for.
            assertTrue(left.sent.size() < 20 * pairs, () -> "too few pairs: " + stereo.status());
        }
        leftEye.close();
        rightEye.close();
        StereoStatus status = stereo.status();
        StereoStatus.Consumer consumer = status.consumers().get(0);
        System.out.printf("stereo, %s: %d packets lost, %d and %d of %d pictures; pairs %d, looked at %d (%d missed),"
            + " wrong %d, unpaired %d and %d, refused %d and %d; skew %.3f to %.3f ms, error up to %.3f ms; last %s%n",
            what, left.lost + right.lost, left.got.size(), right.got.size(), left.sent.size(), status.pairs(),
            truth.pairs.get(), consumer.dropped(), truth.wrong, status.unpairedLeft(), status.unpairedRight(),
            status.refusedLeft(), status.refusedRight(), truth.least, truth.most, truth.largestError, status.skew());
        assertEquals(0, truth.wrong);
        assertTrue(truth.largestError < 0.025, "two ticks of the media clock: " + truth.largestError);
        assertEquals(StereoStatus.Clock.SENDER, status.clock());
        assertEquals(0, consumer.failed());
        stereo.removeConsumer(truth);
        Await.until(() -> "every picture is back: " + leftEye.pool.inFlight() + " " + rightEye.pool.inFlight(),
            Duration.ofSeconds(10), () -> leftEye.pool.inFlight() + rightEye.pool.inFlight() == 0);
    }

    private static Link link(int oneWayMillis, double loss, int burst, long seed) {
        return new Link(new Link.Path(oneWayMillis, loss, burst, 0.05, 0.01), seed, 65_000);
    }

    @Test
    void withATwentiethLostNoPairIsWrong() {
        Link left = link(10, 0.05, 1, 31);
        Link right = link(30, 0.05, 1, 32);
        run("5 % lost, round trips 20 and 60 ms", left, right, 10_000);
        assertTrue(left.lost + right.lost > 3_000);
        double mean = stereo.status().skew().mean();
        assertTrue(Math.abs(mean + OFFSET_MILLIS) < 1, "the mean skew: " + mean);
    }

    /** What cannot be repaired leaves its fellow alone. */
    @Test
    void withAThirdLostNoPairIsWrong() {
        run("30 % lost in bursts, round trips 60 ms", link(30, 0.3, 5, 33), link(30, 0.3, 5, 34), 1_000);
        StereoStatus status = stereo.status();
        assertTrue(status.unpairedLeft() > 50 && status.unpairedRight() > 50, status.toString());
    }

    /**
     * One way takes 40 ms longer forth than back, and so the host takes its times for 20 ms later than they are: by
     * these every pair would be wrong.
     */
    @Test
    void theEstimatesOfTwoWaysDoNotPullOneSendersStreamsApart() {
        Link right = link(0, 0.05, 1, 36);
        right.moreForthMillis = 40;
        run("5 % lost, one way 40 ms longer forth than back", link(0, 0.05, 1, 35), right, 1_000);
    }
}
