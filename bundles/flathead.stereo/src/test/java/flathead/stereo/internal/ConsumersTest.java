package flathead.stereo.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.Feedback;
import flathead.api.Frame;
import flathead.api.StereoConsumer;
import flathead.api.StereoPair;
import flathead.api.StereoStatus;
import flathead.api.StreamId;
import flathead.api.TimeQuality;
import flathead.api.VideoSink;
import flathead.testkit.Allocations;
import flathead.testkit.Await;
import flathead.testkit.FakeClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who gets the pairs, and what happens when they do not do as they should. */
@Timeout(60)
class ConsumersTest {
    private static final long MILLI = Camera.MILLI;
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final FakeClock clock = new FakeClock();
    private final PairConsumers consumers = new PairConsumers("main", clock);
    private final PairingSink sink = new PairingSink(PairSettings.of("main", Map.of()), consumers);
    private final Camera left = new Camera("robot", 5, 3 * MILLI);
    private final Camera right = new Camera("robot", 5, -2 * MILLI);
    private final VideoSink.Outlet leftOutlet = sink.open(new StreamId("left", "robot", "left", 1), Camera.RAW,
        Feedback.NONE);
    private final VideoSink.Outlet rightOutlet = sink.open(new StreamId("right", "robot", "right", 1), Camera.RAW,
        Feedback.NONE);
    private int sent;

    /** Counts, and takes its time if it is told to. */
    private static final class Counter implements StereoConsumer {
        final AtomicInteger count = new AtomicInteger();
        final CountDownLatch inside = new CountDownLatch(1);
        final CountDownLatch hold = new CountDownLatch(1);
        volatile boolean holds;

        @Override
        public void pair(StereoPair pair) {
            count.incrementAndGet();
            if (holds) {
                inside.countDown();
                boolean waits = true;
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
    }

    @AfterEach
    void nothingIsKept() {
        leftOutlet.close();
        rightOutlet.close();
        consumers.close();
        Await.until(() -> "every picture is back: " + left.pool.inFlight() + " " + right.pool.inFlight(), LIMIT,
            () -> left.pool.inFlight() + right.pool.inFlight() == 0);
    }

    private void pair() {
        long at = sent++ * 33 * MILLI;
        try (Frame first = left.raw(at); Frame second = right.raw(at + 7 * MILLI)) {
            leftOutlet.offer(first);
            rightOutlet.offer(second);
        }
    }

    private StereoStatus.Consumer status(int index) {
        return consumers.status().get(index);
    }

    @Test
    void aPairTellsWhatItIs() {
        List<String> seen = new CopyOnWriteArrayList<>();
        Frame[] kept = new Frame[1];
        consumers.add("depth", pair -> {
            seen.add(pair.name() + " " + pair.sequence() + " " + pair.left().sequence() + " " + pair.right().sequence()
                + " " + pair.skewNanos() / MILLI + " " + pair.leftNanos() / MILLI + " " + pair.rightNanos() / MILLI
                + " " + pair.quality());
            pair.left().retain();
            kept[0] = pair.left();
        });
        pair();
        Await.until("a pair", LIMIT, () -> seen.size() == 1);
        assertEquals("main 0 0 0 -7 3 10 " + TimeQuality.CAPTURE, seen.get(0),
            "the host's times are 3 ms off, for both by the left one's offset");
        Await.until("the pair is back", LIMIT, () -> right.pool.inFlight() == 0);
        assertEquals(1, left.pool.inFlight(), "kept by the consumer");
        kept[0].close();
    }

    @Test
    void aSlowOneGetsTheLatestAndDisturbsNobody() throws InterruptedException {
        Counter slow = new Counter();
        Counter quick = new Counter();
        slow.holds = true;
        consumers.add("slow", slow);
        consumers.add("quick", quick);
        pair();
        slow.inside.await();
        for (int i = 1; i < 100; i++) {
            int before = i;
            Await.until("the quick one has it", LIMIT, () -> quick.count.get() == before);
            pair();
        }
        Await.until("the quick one has all", LIMIT, () -> quick.count.get() == 100);
        assertEquals(1, slow.count.get());
        assertTrue(left.pool.inFlight() <= 2, "one with it, one that waits: " + left.pool.inFlight());
        slow.holds = false;
        slow.hold.countDown();
        Await.until("the slow one has the latest", LIMIT, () -> status(0).pairs() == 2);
        assertEquals(new StereoStatus.Consumer("slow", 2, 98, 0, false), status(0));
        assertEquals(new StereoStatus.Consumer("quick", 100, 0, 0, false), status(1));
    }

    @Test
    void oneThatHangsHoldsOnePairAndCanBeLetGo() throws InterruptedException {
        Counter hung = new Counter();
        hung.holds = true;
        consumers.add("hung", hung);
        pair();
        hung.inside.await();
        pair();
        assertEquals(2, left.pool.inFlight());
        clock.advanceMillis(1_001);
        for (int i = 0; i < 50; i++) {
            pair();
        }
        assertTrue(status(0).hangs());
        assertEquals(1, left.pool.inFlight(), "the one that it has");
        consumers.remove(hung).close();
        assertEquals(List.of(), consumers.status());
        pair();
        assertEquals(1, left.pool.inFlight());
        hung.hold.countDown();
    }

    @Test
    void oneThatThrowsGetsTheNextAllTheSame() {
        AtomicInteger calls = new AtomicInteger();
        Counter good = new Counter();
        consumers.add("bad", pair -> {
            calls.incrementAndGet();
            if (pair.sequence() % 2 == 0) {
                throw new IllegalStateException("no");
            }
            throw new AssertionError("nor this");
        });
        consumers.add("good", good);
        for (int i = 1; i <= 20; i++) {
            int expected = i;
            pair();
            Await.until("both were called", LIMIT,
                () -> status(0).failed() == expected && status(1).pairs() == expected);
        }
        assertEquals(20, calls.get());
        assertEquals(new StereoStatus.Consumer("bad", 20, 0, 20, false), status(0));
    }

    @Test
    void theyComeAndGo() {
        Counter stays = new Counter();
        consumers.add("stays", stays);
        for (int round = 0; round < 20; round++) {
            Counter guest = new Counter();
            consumers.add("guest", guest);
            int before = stays.count.get();
            pair();
            Await.until("both have it", LIMIT, () -> stays.count.get() == before + 1 && guest.count.get() == 1);
            consumers.remove(guest).close();
            pair();
            Await.until("one has it", LIMIT, () -> stays.count.get() == before + 2);
            assertEquals(1, guest.count.get());
        }
    }

    @Test
    void oneMayLetItselfGo() {
        AtomicInteger calls = new AtomicInteger();
        StereoConsumer[] self = new StereoConsumer[1];
        self[0] = pair -> {
            calls.incrementAndGet();
            consumers.remove(self[0]).close();
        };
        consumers.add("self", self[0]);
        pair();
        Await.until("it is gone", LIMIT, () -> !consumers.any());
        pair();
        assertEquals(1, calls.get());
    }

    /** A stream that stands still does not keep the other one's pictures for ever. */
    @Test
    void whatWaitsForTheOtherEyeIsBounded() {
        consumers.add("counter", new Counter());
        for (int i = 0; i < 100; i++) {
            try (Frame first = left.raw(i * 33 * MILLI)) {
                leftOutlet.offer(first);
            }
            assertTrue(left.pool.inFlight() <= 4, left.pool.inFlight() + " are held");
        }
    }

    @Test
    void aPairAllocatesNothing() {
        Counter counter = new Counter();
        consumers.add("counter", counter);
        long made = 0;
        for (int i = 0; i < 2_000; i++) {
            int expected = i + 1;
            long at = sent++ * 33 * MILLI;
            try (Frame first = left.raw(at); Frame second = right.raw(at + 7 * MILLI)) {
                long before = Allocations.ofThisThread();
                leftOutlet.offer(first);
                rightOutlet.offer(second);
                made += i < 1_000 ? 0 : Allocations.ofThisThread() - before;
            }
            Await.until("it has it", LIMIT, () -> counter.count.get() == expected);
        }
        assertTrue(made < 1_000, made + " bytes for 1000 pairs: more than the JVM's own now and then");
    }
}
