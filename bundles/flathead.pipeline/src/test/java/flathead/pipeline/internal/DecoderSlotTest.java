package flathead.pipeline.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import flathead.api.Codec;
import flathead.api.DecoderFactory;
import flathead.api.EncodedFrame;
import flathead.api.Frame;
import flathead.api.Pool;
import flathead.api.StreamId;
import flathead.api.VideoFormat;
import flathead.testkit.Await;
import flathead.testkit.FakeClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The slot under everything that happens to decoders. A picture is lost only where the text says so. */
class DecoderSlotTest {
    private static final VideoFormat FORMAT = new VideoFormat(Codec.H264, 64, 48, 30);
    private static final VideoFormat LARGER = new VideoFormat(Codec.H264, 128, 96, 30);
    private static final VideoFormat HUGE = new VideoFormat(Codec.H264, FakeDecoders.WIDEST + 2, 96, 30);

    /** A picture that came out: its sequence, capture time and width, and the decoder's mark. */
    record Picture(long sequence, long captureNanos, int width, int by) {
    }

    private final FakeClock clock = new FakeClock();
    private final FakeDecoders one = new FakeDecoders(1);
    private final FakeDecoders two = new FakeDecoders(2);
    private final Ranked<DecoderFactory> running = new Ranked<>();
    private final List<Picture> out = new CopyOnWriteArrayList<>();
    private final AtomicInteger wishes = new AtomicInteger();
    private final Pool<EncodedFrame> pool = Pool.ofEncoded(FORMAT, 32, 8);
    private final ExecutorService control = Executors.newSingleThreadExecutor();
    private DecoderSlot slot;
    private long next;

    @BeforeEach
    void open() {
        run(one, 10);
        slot = new DecoderSlot(StreamId.local("test"), Codec.H264, running::entries, wishes::incrementAndGet, media -> {
            Frame frame = (Frame) media;
            return out.add(new Picture(frame.sequence(), frame.captureNanos(), frame.format().width(),
                frame.memory().plane(0).get(0)));
        }, control, clock);
        slot.setActive(true);
    }

    @AfterEach
    void everyPictureIsBack() {
        one.letGo.countDown();
        two.letGo.countDown();
        slot.close();
        control.shutdown();
        Await.until("every access unit is back in the pool", () -> pool.inFlight() == 0);
    }

    private void run(FakeDecoders decoder, int ranking) {
        running.put(decoder, Map.of("service.id", (long) decoder.mark, "service.ranking", ranking,
            DecoderFactory.NAME, "fake" + decoder.mark), DecoderFactory.NAME);
    }

    private boolean offer(VideoFormat format, boolean keyframe, byte first) {
        try (EncodedFrame unit = pool.tryTake()) {
            unit.data().put(0, first);
            unit.set(format, next, 1_000 + next, 8, keyframe);
            next++;
            clock.advanceMillis(33);
            return slot.offer(unit);
        }
    }

    private boolean offer(boolean keyframe) {
        return offer(FORMAT, keyframe, (byte) 0);
    }

    /** Offers one access unit and waits until the slot is done with it. */
    private void settle(boolean keyframe) {
        offer(keyframe);
        settled();
    }

    private void settled() {
        Await.until(() -> "settled: " + slot.stats() + " " + out, Duration.ofSeconds(5),
            () -> pool.inFlight() == 0);
    }

    private List<Long> sequences() {
        return out.stream().map(Picture::sequence).toList();
    }

    private static List<Long> range(long... parts) {
        return LongStream.of(parts).boxed().toList();
    }

    @Test
    void startsAtAKeyframeAndAsksForOne() {
        settle(false);
        settle(false);
        assertTrue(wishes.get() >= 2, "asked at each picture: " + wishes);
        settle(true);
        settle(false);
        assertEquals(List.of(new Picture(2, 1_002, 64, 1), new Picture(3, 1_003, 64, 1)), out);
        assertEquals("fake1", slot.name());
        assertEquals(2, slot.stats().dropped());
        assertEquals(2, slot.stats().out());
    }

    @Test
    void whatComesBeforeItCanBeginIsNoFault() {
        Logger logger = (Logger) LoggerFactory.getLogger(CoderSlot.class);
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        logger.addAppender(logged);
        try {
            settle(false);
            slot.tick();
            settle(true);
            slot.tick();
            assertEquals(1, slot.stats().dropped());
            assertEquals(List.of(), logged.list);
            offer(FORMAT, false, FakeDecoders.BAD);
            settled();
            settle(false);
            slot.tick();
            assertEquals(List.of("test: 2 pictures were left out by the decoder slot"),
                logged.list.stream().map(ILoggingEvent::getFormattedMessage).toList());
        } finally {
            logger.detachAppender(logged);
        }
    }

    @Test
    void theOldOneGoesOnUntilAKeyframeComesAndNothingIsLost() {
        settle(true);
        settle(false);
        run(two, 20);
        int before = wishes.get();
        slot.reconsider();
        Await.until("a keyframe is asked for", () -> wishes.get() > before);
        settle(false);
        settle(false);
        assertTrue(two.opened.isEmpty());
        settle(true);
        settle(false);
        assertEquals(range(0, 1, 2, 3, 4, 5), sequences());
        assertEquals(List.of(1, 1, 1, 1, 2, 2), out.stream().map(Picture::by).toList());
        assertTrue(one.last().closed);
    }

    @Test
    void whatTheOldOneHoldsComesOutBeforeTheKeyframe() {
        one.delay = 2;
        offer(true);
        offer(false);
        offer(false);
        Await.until("the first picture", () -> out.size() == 1);
        run(two, 20);
        int before = wishes.get();
        slot.reconsider();
        Await.until("a keyframe is asked for", () -> wishes.get() > before);
        settle(true);
        assertEquals(range(0, 1, 2, 3), sequences());
        assertEquals(List.of(1, 1, 1, 2), out.stream().map(Picture::by).toList());
    }

    @Test
    void aDecoderThatGoesServesUntilTheKeyframeAndItsBundleWaits() throws Exception {
        run(two, 0);
        settle(true);
        running.remove(one);
        int before = wishes.get();
        Thread bundle = new Thread(() -> slot.awaitGone(one, 5_000), "stopping");
        bundle.start();
        Await.until("a keyframe is asked for", () -> wishes.get() > before);
        settle(false);
        assertTrue(bundle.isAlive());
        settle(true);
        bundle.join(5_000);
        assertFalse(bundle.isAlive());
        assertEquals(List.of(1, 1, 2), out.stream().map(Picture::by).toList());
    }

    @Test
    void aDecoderThatGoesIsLetGoThoughNoKeyframeComes() {
        run(two, 0);
        settle(true);
        running.remove(one);
        slot.reconsider();
        for (int i = 0; i < 32; i++) {
            settle(false);
        }
        assertTrue(slot.awaitGone(one, 5_000));
        assertTrue(one.last().closed);
        settle(true);
        assertEquals(2, out.get(out.size() - 1).by);
        List<Long> sequences = sequences();
        assertTrue(sequences.containsAll(range(0, 1, 2, 29, 33)), sequences::toString);
        assertFalse(sequences.contains(32L), "the next one needs a keyframe");
    }

    @Test
    void theLastDecoderGoesAtOnce() {
        settle(true);
        running.remove(one);
        assertTrue(slot.awaitGone(one, 5_000));
        settle(false);
        assertTrue(slot.detail().contains("a decoder for H264 64x48"), slot.detail());
        run(two, 0);
        slot.reconsider();
        settle(false);
        settle(true);
        assertEquals(range(0, 3), sequences());
        assertEquals("", slot.detail());
    }

    @Test
    void badInputCostsThePicturesUpToTheNextKeyframeAndNotTheDecoder() {
        settle(true);
        offer(FORMAT, false, FakeDecoders.BAD);
        settled();
        int before = wishes.get();
        assertTrue(before > 0);
        settle(false);
        assertTrue(wishes.get() > before, "asked again");
        settle(true);
        settle(false);
        assertEquals(range(0, 3, 4), sequences());
        assertEquals(1, one.opened.size());
    }

    @Test
    void aLongTimeWithoutAKeyframeIsNoHang() {
        settle(true);
        offer(FORMAT, false, FakeDecoders.BAD);
        for (int i = 0; i < 40; i++) {
            settle(false);
        }
        settle(true);
        assertEquals(range(0, 42), sequences());
        assertEquals(1, one.opened.size());
        assertEquals(41, slot.stats().dropped());
    }

    @Test
    void anotherTakesOverAtTheNextKeyframeWhenOneThrows() {
        run(two, 0);
        one.crashAt = 1;
        settle(true);
        settle(false);
        settle(false);
        settle(true);
        settle(false);
        assertEquals(range(0, 3, 4), sequences());
        assertEquals(List.of(1, 2, 2), out.stream().map(Picture::by).toList());
    }

    @Test
    void aKeyframeThatBreaksOneIsGivenToTheNext() {
        run(two, 0);
        one.crashAt = 0;
        settle(true);
        settle(false);
        assertEquals(range(0, 1), sequences());
        assertEquals(List.of(2, 2), out.stream().map(Picture::by).toList());
    }

    @Test
    void leavesAHangingOneBehind() {
        run(two, 0);
        one.hangAt = 1;
        settle(true);
        offer(false);
        Await.until("it hangs", () -> one.hanging);
        while (two.opened.isEmpty() && next < 2 + DecoderSlot.PARKED) {
            offer(false);
        }
        Await.until("the other took over", () -> !two.opened.isEmpty());
        Await.until("only what it reads is out", () -> pool.inFlight() == 1);
        offer(true);
        Await.until("pictures again", () -> out.size() == 2);
        assertEquals(2, out.get(1).by);
        one.letGo.countDown();
        settled();
        Await.until("the one left behind is closed", () -> one.last().closed);
        settle(false);
        assertEquals(3, out.size());
    }

    @Test
    void whatFindsNoRoomCostsThePicturesUpToTheNextKeyframe() {
        one.hangAt = 0;
        offer(true);
        Await.until("it is busy", () -> one.hanging);
        for (int i = 0; i < DecoderSlot.PARKED; i++) {
            try (EncodedFrame unit = pool.tryTake()) {
                unit.set(FORMAT, next++, 0, 8, false); // all at once: nobody hangs
                assertTrue(slot.offer(unit));
            }
        }
        int before = wishes.get();
        try (EncodedFrame unit = pool.tryTake()) {
            unit.set(FORMAT, next++, 0, 8, false);
            assertFalse(slot.offer(unit));
        }
        assertTrue(wishes.get() > before);
        one.letGo.countDown();
        Await.until("what waited came out", () -> out.size() == 1 + DecoderSlot.PARKED);
        assertFalse(offer(false));
        assertTrue(offer(true));
        settled();
        assertEquals(2 + DecoderSlot.PARKED, out.size());
        assertEquals(3L + DecoderSlot.PARKED, out.get(1 + DecoderSlot.PARKED).sequence);
    }

    @Test
    void aSizeMayChangeAtAKeyframeInTheSameDecoder() {
        settle(true);
        offer(LARGER, true, (byte) 0);
        settled();
        offer(LARGER, false, (byte) 0);
        settled();
        assertEquals(List.of(64, 128, 128), out.stream().map(Picture::width).toList());
        assertEquals(1, one.opened.size());
    }

    @Test
    void aSizeThatNobodyTakesIsSaid() {
        settle(true);
        offer(HUGE, true, (byte) 0);
        settled();
        assertTrue(slot.detail().contains("1026x96"), slot.detail());
        assertTrue(one.last().closed);
        settle(true);
        assertEquals(range(0, 2), sequences());
    }

    @Test
    void keepsThePresentOneWhenABetterDoesNotOpen() {
        settle(true);
        two.refuses = true;
        run(two, 20);
        slot.reconsider();
        settle(true);
        settle(false);
        assertEquals(range(0, 1, 2), sequences());
        assertEquals("fake1", slot.name());
    }

    @Test
    void isClosedWhileNobodyWantsPictures() {
        settle(true);
        slot.setActive(false);
        settle(false);
        slot.tick();
        settle(false);
        assertEquals(range(0, 1, 2), sequences(), "who looks again soon needs no keyframe");
        clock.advanceMillis(3_000);
        slot.tick();
        Await.until("closed", () -> one.last().closed);
        assertFalse(offer(true));
        slot.setActive(true);
        settle(false);
        settle(true);
        assertEquals(range(0, 1, 2, 5), sequences());
    }
}
