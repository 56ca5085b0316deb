package flathead.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.Codec;
import flathead.api.Feedback;
import flathead.api.Media;
import flathead.api.MediaException;
import flathead.api.Stats;
import flathead.api.StreamId;
import flathead.api.VideoFormat;
import flathead.api.VideoSink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every {@link VideoSink} keeps to. An implementation's test extends it and says how to make one. A sink's
 * {@link Stats}: every picture offered is {@code in} and, in the end, {@code out} or {@code dropped}; until then it is
 * {@code inFlight}.
 */
@Timeout(60)
public abstract class VideoSinkContract {
    private static final int WARM_UP = 2_000;
    private static final int MEASURED = 500;

    private final List<VideoSink.Outlet> open = new ArrayList<>();
    private final List<Frames> made = new ArrayList<>();

    /** The sink under test; may be called more than once in a test, and answers the same one. */
    protected abstract VideoSink sink();

    /** A format that the sink takes. */
    protected VideoFormat format() {
        return new VideoFormat(sink().accepts().get(0), 320, 240, 30);
    }

    /** A stream that the sink can open; {@code number} tells them apart. */
    protected StreamId stream(int number) {
        return new StreamId("contract" + number, "client", "contract" + number, 1);
    }

    /** Whether {@code offer} allocates nothing on the calling thread. */
    protected boolean allocatesNothing() {
        return true;
    }

    @AfterEach
    void closeAll() {
        open.forEach(VideoSink.Outlet::close);
        made.forEach(frames -> assertEquals(0, frames.inFlight(), "pictures that the sink still holds after close"));
    }

    private VideoSink.Outlet open(int number, Feedback upstream) throws MediaException {
        VideoSink.Outlet outlet = sink().open(stream(number), format(), upstream);
        open.add(outlet);
        return outlet;
    }

    private Frames frames(VideoFormat format) {
        Frames frames = new Frames(format);
        made.add(frames);
        return frames;
    }

    private static boolean offer(VideoSink.Outlet outlet, Frames frames) {
        try (Media media = frames.next(System.nanoTime())) {
            return outlet.offer(media);
        }
    }

    private static void assertAddsUp(long offered, Stats stats) {
        assertEquals(offered, stats.in(), "in is what was offered");
        assertEquals(stats.out() + stats.dropped() + stats.inFlight(), stats.in(), "in = out + dropped + inFlight");
    }

    @Test
    void acceptsSomething() {
        List<Codec> accepts = sink().accepts();
        assertFalse(accepts.isEmpty());
        assertTrue(accepts.contains(format().codec()));
    }

    @Test
    void refusesCodecsThatItDoesNotAccept() {
        for (Codec codec : Codec.values()) {
            if (!sink().accepts().contains(codec)) {
                MediaException refusal = assertThrows(MediaException.class,
                    () -> sink().open(stream(0), format().as(codec), Feedback.NONE));
                assertTrue(refusal.getMessage().contains(codec.name()), refusal.getMessage());
            }
        }
    }

    @Test
    void picturesAreCountedAndGivenBack() throws Exception {
        VideoSink.Outlet outlet = open(0, Feedback.NONE);
        assertEquals(0, outlet.stats().in());
        Frames frames = frames(format());
        for (int i = 0; i < 40; i++) {
            Await.until("the sink gives pictures back", () -> frames.inFlight() < 8);
            offer(outlet, frames);
        }
        Await.until("all pictures passed", () -> outlet.stats().inFlight() == 0);
        assertAddsUp(40, outlet.stats());
        outlet.close();
        assertAddsUp(40, outlet.stats());
        assertEquals(0, outlet.stats().inFlight());
        assertEquals(0, frames.inFlight());
    }

    @Test
    void afterCloseItRefusesAndHoldsNothing() throws Exception {
        VideoSink.Outlet outlet = open(0, Feedback.NONE);
        Frames frames = frames(format());
        offer(outlet, frames);
        outlet.close();
        outlet.close();
        assertEquals(0, frames.inFlight());
        assertFalse(offer(outlet, frames), "offer after close");
        assertEquals(0, frames.inFlight());
        assertAddsUp(2, outlet.stats());
        assertTrue(outlet.stats().dropped() >= 1, "what is refused is counted as dropped");
    }

    @Test
    void closeWithoutAnyPicture() throws Exception {
        VideoSink.Outlet outlet = open(0, Feedback.NONE);
        outlet.close();
        assertEquals(0, outlet.stats().in());
    }

    @Test
    void theSameStreamCanBeOpenedAgain() throws Exception {
        Frames frames = frames(format());
        for (int i = 0; i < 3; i++) {
            VideoSink.Outlet outlet = open(0, Feedback.NONE);
            offer(outlet, frames);
            outlet.close();
            assertAddsUp(1, outlet.stats());
        }
    }

    @Test
    void streamsDoNotDisturbEachOther() throws Exception {
        VideoSink.Outlet first = open(0, Feedback.NONE);
        VideoSink.Outlet second = open(1, Feedback.NONE);
        Frames ones = frames(format());
        Frames others = frames(format());
        offer(first, ones);
        offer(second, others);
        first.close();
        Await.until("room", () -> others.inFlight() < 8);
        offer(second, others);
        Await.until("the second goes on", () -> second.stats().inFlight() == 0);
        assertAddsUp(1, first.stats());
        assertAddsUp(2, second.stats());
        second.close();
        assertEquals(0, ones.inFlight() + others.inFlight());
    }

    @Test
    void aNewSizeMayComeAtAnyTime() throws Exception {
        VideoSink.Outlet outlet = open(0, Feedback.NONE);
        VideoFormat format = format();
        Frames small = frames(format);
        Frames large = frames(new VideoFormat(format.codec(), format.width() * 2, format.height() * 2, format.fps()));
        Frames narrow = frames(new VideoFormat(format.codec(), 16, 8192, 1));
        offer(outlet, small);
        offer(outlet, large);
        offer(outlet, narrow);
        offer(outlet, small);
        Await.until("all passed", () -> outlet.stats().inFlight() == 0);
        assertAddsUp(4, outlet.stats());
        outlet.close();
    }

    @Test
    void closeWhileAnotherThreadOffers() throws Exception {
        for (int round = 0; round < 20; round++) {
            VideoSink.Outlet outlet = open(0, Feedback.NONE);
            Frames frames = frames(format());
            CountDownLatch started = new CountDownLatch(3);
            AtomicBoolean stop = new AtomicBoolean();
            AtomicInteger offered = new AtomicInteger();
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            Thread lane = new Thread(() -> {
                while (!stop.get()) {
                    if (frames.inFlight() < 8) {
                        offer(outlet, frames);
                        offered.incrementAndGet();
                        started.countDown();
                    }
                }
            }, "lane");
            lane.setUncaughtExceptionHandler((thread, e) -> thrown.set(e));
            lane.start();
            boolean running = started.await(20, TimeUnit.SECONDS);
            outlet.close();
            stop.set(true);
            lane.join();
            assertEquals(null, thrown.get(), "offer never throws");
            assertTrue(running);
            assertEquals(0, frames.inFlight());
            assertAddsUp(offered.get(), outlet.stats());
        }
    }

    @Test
    void noWishesAfterClose() throws Exception {
        AtomicInteger wishes = new AtomicInteger();
        Feedback counting = new Feedback() {
            @Override
            public void requestKeyframe() {
                wishes.incrementAndGet();
            }

            @Override
            public void limitBitrate(int bitsPerSecond) {
                wishes.incrementAndGet();
            }
        };
        VideoSink.Outlet outlet = open(0, counting);
        Frames frames = frames(format());
        offer(outlet, frames);
        outlet.close();
        int before = wishes.get();
        offer(outlet, frames);
        outlet.close();
        assertEquals(before, wishes.get());
    }

    @Test
    void aBrokenStreamIsTakenCalmly() throws Exception {
        VideoSink.Outlet outlet = open(0, Feedback.NONE);
        Frames frames = frames(format());
        offer(outlet, frames);
        outlet.failed(new MediaException("the camera was unplugged, says this test"));
        outlet.close();
        assertAddsUp(1, outlet.stats());
    }

    @Test
    void offerAllocatesNothing() throws Exception {
        if (!allocatesNothing()) {
            return;
        }
        VideoSink.Outlet outlet = open(0, Feedback.NONE);
        Frames frames = frames(format());
        try (Media media = frames.next(System.nanoTime())) {
            long[] bytes = new long[4];
            for (int i = 0; i < WARM_UP; i++) {
                outlet.offer(media);
            }
            for (int round = 0; round < bytes.length; round++) {
                long before = Allocations.ofThisThread();
                for (int i = 0; i < MEASURED; i++) {
                    outlet.offer(media);
                }
                bytes[round] = Allocations.ofThisThread() - before;
            }
            // What is allocated for pictures shows in every round; what is allocated once, by the JVM, in one.
            assertEquals(0, Arrays.stream(bytes).min().orElseThrow(),
                () -> "bytes for " + MEASURED + " pictures, by round: " + Arrays.toString(bytes));
        }
    }
}
