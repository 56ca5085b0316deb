package flathead.frames.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.Codec;
import flathead.api.Feedback;
import flathead.api.Frame;
import flathead.api.FrameConsumer;
import flathead.api.Media;
import flathead.api.MediaException;
import flathead.api.StreamId;
import flathead.api.VideoFormat;
import flathead.api.VideoSink;
import flathead.lending.LaneStatus;
import flathead.testkit.Await;
import flathead.testkit.FakeClock;
import flathead.testkit.Frames;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who gets a camera's pictures, and what happens when they do not do as they should. */
@Timeout(60)
class FrameLenderTest {
    private static final VideoFormat RAW = new VideoFormat(Codec.I420, 64, 48, 30);
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final FakeClock clock = new FakeClock();
    private final FrameLender lender = new FrameLender(clock);
    private final Frames frames = new Frames(RAW);
    private final AtomicInteger limit = new AtomicInteger(-1);
    private final Feedback upstream = new Feedback() {
        @Override
        public void requestKeyframe() {
            throw new AssertionError("a decoder asks for itself");
        }

        @Override
        public void limitBitrate(int bitsPerSecond) {
            limit.set(bitsPerSecond);
        }
    };
    private final VideoSink.Outlet left;

    FrameLenderTest() throws MediaException {
        left = open("left");
    }

    /** Counts, and holds its thread if it is told to, whatever interrupts it. */
    private static final class Counter implements FrameConsumer {
        final AtomicInteger count = new AtomicInteger();
        final CountDownLatch inside = new CountDownLatch(1);
        final CountDownLatch hold = new CountDownLatch(1);
        volatile boolean holds;

        @Override
        public void frame(StreamId stream, Frame frame) {
            count.incrementAndGet();
            boolean waits = holds;
            inside.countDown();
            while (waits) {
                try {
                    hold.await();
                    waits = false;
                } catch (InterruptedException e) {
                    continue;
                }
            }
        }
    }

    private VideoSink.Outlet open(String name) throws MediaException {
        return lender.cameras().open("frames", new StreamId(name, "robot", name, 1), RAW, upstream);
    }

    private boolean offer(VideoSink.Outlet outlet) {
        try (Media media = frames.next(7)) {
            return outlet.offer(media);
        }
    }

    private LaneStatus status(int index) {
        return lender.status().get("left").get(index);
    }

    private static Map<String, ?> named(String name) {
        return Map.of(FrameConsumer.NAME, name);
    }

    @AfterEach
    void nothingIsKept() {
        lender.close();
        left.close();
        Await.until(() -> "every picture is back: " + frames.inFlight(), LIMIT, () -> frames.inFlight() == 0);
    }

    @Test
    void aPictureComesWithItsStream() {
        List<String> seen = new CopyOnWriteArrayList<>();
        Frame[] kept = new Frame[1];
        lender.add((stream, frame) -> {
            frame.retain();
            kept[0] = frame;
            seen.add(stream + " " + stream.client() + " " + frame.sequence() + " " + frame.captureNanos());
        }, named("sees"));
        assertTrue(offer(left));
        Await.until("a picture", LIMIT, () -> seen.size() == 1);
        assertEquals(List.of("left robot 0 7"), seen);
        assertEquals(1, frames.inFlight(), "kept by the consumer");
        kept[0].close();
    }

    @Test
    void aCameraThatNobodyWantsIsPaused() throws MediaException {
        assertEquals(Feedback.NOTHING, limit.get());
        assertFalse(offer(left));
        Counter right = new Counter();
        lender.add(right, Map.of(FrameConsumer.CAMERAS, new String[] {"right"}));
        assertEquals(Feedback.NOTHING, limit.get(), "of the left one");
        Counter all = new Counter();
        lender.add(all, named("all"));
        assertEquals(Feedback.UNLIMITED, limit.get());
        VideoSink.Outlet other = open("right");
        offer(other);
        Await.until("both have it", LIMIT, () -> right.count.get() == 1 && all.count.get() == 1);
        offer(left);
        Await.until("one has it", LIMIT, () -> all.count.get() == 2);
        assertEquals(1, right.count.get());
        assertEquals("left: all took 1, too slow for 0\nright: Counter took 1, too slow for 0; all took 1, too slow for"
            + " 0", FramesCommand.text(lender.consumers(), settled()));
        other.close();
        lender.remove(all);
        assertEquals(Feedback.NOTHING, limit.get());
        assertEquals("left: nobody wants its pictures", FramesCommand.text(lender.consumers(), lender.status()));
    }

    private Map<String, List<LaneStatus>> settled() {
        Await.until("calls have returned", LIMIT, () -> status(0).given() == 1
            && lender.status().get("right").stream().allMatch(each -> each.given() == 1));
        return lender.status();
    }

    @Test
    void aSlowOneGetsTheLatestAndDisturbsNobody() throws InterruptedException {
        Counter slow = new Counter();
        Counter quick = new Counter();
        slow.holds = true;
        lender.add(slow, named("slow"));
        lender.add(quick, named("quick"));
        offer(left);
        slow.inside.await();
        for (int i = 1; i < 100; i++) {
            int before = i;
            Await.until("the quick one has it", LIMIT, () -> quick.count.get() == before);
            offer(left);
        }
        Await.until("the quick one has all", LIMIT, () -> status(1).given() == 100);
        assertEquals(1, slow.count.get());
        assertTrue(frames.inFlight() <= 2, "one with it, one that waits: " + frames.inFlight());
        slow.holds = false;
        slow.hold.countDown();
        Await.until("the slow one has the latest", LIMIT, () -> status(0).given() == 2);
        assertEquals(new LaneStatus("slow", 2, 98, 0, false), status(0));
        assertEquals(new LaneStatus("quick", 100, 0, 0, false), status(1));
    }

    @Test
    void oneThatHangsHoldsOnePictureAndCanBeLetGo() throws InterruptedException {
        Counter hung = new Counter();
        hung.holds = true;
        lender.add(hung, named("hung"));
        offer(left);
        hung.inside.await();
        offer(left);
        assertEquals(2, frames.inFlight());
        clock.advanceMillis(1_001);
        for (int i = 0; i < 50; i++) {
            offer(left);
        }
        assertTrue(status(0).hangs());
        assertEquals(1, frames.inFlight(), "the one that it has");
        lender.remove(hung);
        assertEquals(Feedback.NOTHING, limit.get());
        assertFalse(offer(left));
        hung.hold.countDown();
    }

    @Test
    void oneThatThrowsGetsTheNextAllTheSame() {
        Counter good = new Counter();
        lender.add((stream, frame) -> {
            if (frame.sequence() % 2 == 0) {
                throw new IllegalStateException("no");
            }
            throw new AssertionError("nor this");
        }, named("bad"));
        lender.add(good, named("good"));
        for (int i = 1; i <= 20; i++) {
            int expected = i;
            offer(left);
            Await.until("both were called", LIMIT, () -> status(0).failed() == expected
                && status(1).given() == expected);
        }
        assertEquals(new LaneStatus("bad", 20, 0, 20, false), status(0));
    }

    @Test
    void consumersAndCamerasComeAndGo() throws MediaException {
        Counter stays = new Counter();
        lender.add(stays, named("stays"));
        for (int round = 0; round < 20; round++) {
            Counter guest = new Counter();
            lender.add(guest, named("guest"));
            VideoSink.Outlet rear = open("rear");
            int before = stays.count.get();
            offer(rear);
            Await.until("both have it", LIMIT, () -> stays.count.get() == before + 1 && guest.count.get() == 1);
            lender.remove(guest);
            offer(rear);
            Await.until("one has it", LIMIT, () -> stays.count.get() == before + 2);
            assertEquals(1, guest.count.get());
            rear.close();
            assertFalse(offer(rear));
        }
    }

    @Test
    void oneMayLetItselfGo() {
        AtomicInteger calls = new AtomicInteger();
        FrameConsumer[] self = new FrameConsumer[1];
        self[0] = (stream, frame) -> {
            calls.incrementAndGet();
            lender.remove(self[0]);
        };
        lender.add(self[0], named("self"));
        offer(left);
        Await.until("it is gone", LIMIT, () -> limit.get() == Feedback.NOTHING);
        offer(left);
        assertEquals(1, calls.get());
        assertEquals("nobody wants pictures: there is no service flathead.api.FrameConsumer",
            FramesCommand.text(lender.consumers(), lender.status()));
    }
}
