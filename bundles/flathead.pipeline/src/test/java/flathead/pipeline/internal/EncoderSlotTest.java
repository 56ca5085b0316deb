package flathead.pipeline.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.Codec;
import flathead.api.EncodedFrame;
import flathead.api.EncoderFactory;
import flathead.api.EncoderSettings;
import flathead.api.Frame;
import flathead.api.FrameInput;
import flathead.api.Pool;
import flathead.api.StreamId;
import flathead.api.VideoFormat;
import flathead.testkit.Await;
import flathead.testkit.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The slot under everything that happens to encoders. Every accepted picture comes out once, in order. */
class EncoderSlotTest {
    private static final VideoFormat FORMAT = new VideoFormat(Codec.I420, 64, 48, 30);
    private static final VideoFormat LARGER = new VideoFormat(Codec.I420, 128, 96, 30);
    private static final EncoderSettings SETTINGS = new EncoderSettings(1_000_000, 0);

    /** A picture that came out: its sequence, the encoder's mark, whether it is a keyframe. */
    record Picture(long sequence, int by, boolean keyframe) {
    }

    private final FakeClock clock = new FakeClock();
    private final FakeEncoders one = new FakeEncoders(1);
    private final FakeEncoders two = new FakeEncoders(2);
    private final Ranked<EncoderFactory> running = new Ranked<>();
    private final List<Picture> out = new CopyOnWriteArrayList<>();
    private final Pool<Frame> pool = Pool.ofFrames(FORMAT, 32);
    private final ExecutorService control = Executors.newSingleThreadExecutor();
    private EncoderSlot slot;
    private long next;

    @BeforeEach
    void open() {
        FrameInput collect = media -> {
            EncodedFrame unit = (EncodedFrame) media;
            return out.add(new Picture(unit.sequence(), unit.data().get(0), unit.keyframe()));
        };
        run(one, 10);
        slot = new EncoderSlot(StreamId.local("test"), Codec.H264, running::entries, SETTINGS, collect, control,
            clock);
        slot.setActive(true);
    }

    @AfterEach
    void everyPictureIsBack() {
        one.letGo.countDown();
        two.letGo.countDown();
        slot.close();
        control.shutdown();
        Await.until("every picture is back in the pool", () -> pool.inFlight() == 0);
    }

    private void run(FakeEncoders encoder, int ranking) {
        running.put(encoder, Map.of("service.id", (long) encoder.mark, "service.ranking", ranking,
            EncoderFactory.NAME, "fake" + encoder.mark), EncoderFactory.NAME);
    }

    /** Offers one picture and waits until it came out, so that tests are exact about which came when. */
    private void pass() {
        offer();
        Await.until(() -> "picture " + (next - 1) + " in " + out, Duration.ofSeconds(5),
            () -> out.size() == next);
    }

    private boolean offer() {
        return offer(pool);
    }

    private boolean offer(Pool<Frame> from) {
        try (Frame frame = from.tryTake()) {
            frame.set(next, clock.advanceMillis(33));
            next++;
            return slot.offer(frame);
        }
    }

    private void assertAllInOrder() {
        List<Long> sequences = new ArrayList<>();
        out.forEach(picture -> sequences.add(picture.sequence));
        List<Long> expected = new ArrayList<>();
        for (long i = 0; i < next; i++) {
            expected.add(i);
        }
        assertEquals(expected, sequences);
    }

    private List<Integer> keyframes() {
        List<Integer> at = new ArrayList<>();
        for (int i = 0; i < out.size(); i++) {
            if (out.get(i).keyframe) {
                at.add(i);
            }
        }
        return at;
    }

    @Test
    void startsWithAKeyframeOfTheBest() {
        pass();
        pass();
        assertEquals(List.of(new Picture(0, 1, true), new Picture(1, 1, false)), out);
        assertEquals("fake1", slot.name());
    }

    @Test
    void changesToABetterOneBetweenTwoPictures() {
        one.delay = 2;
        offer();
        offer();
        offer();
        Await.until("the first picture", () -> out.size() == 1);
        run(two, 20);
        slot.reconsider();
        Await.until("the old one is drained", () -> out.size() == 3 && one.last().closed);
        pass();
        assertAllInOrder();
        assertEquals(List.of(0, 3), keyframes());
        assertEquals(2, out.get(3).by);
    }

    @Test
    void goesOnWithAnotherWhenTheOneInUseGoes() {
        run(two, 0);
        pass();
        running.remove(one);
        assertTrue(slot.awaitGone(one, 5_000));
        assertTrue(one.last().closed);
        pass();
        assertAllInOrder();
        assertEquals(2, out.get(1).by);
    }

    @Test
    void waitsWithoutAnyAndResumesWithTheNextPicture() {
        pass();
        running.remove(one);
        assertTrue(slot.awaitGone(one, 5_000));
        offer();
        Await.until("the picture is given up", () -> pool.inFlight() == 0);
        assertTrue(slot.detail().contains("H264"), slot.detail());
        run(two, 0);
        slot.reconsider();
        offer();
        Await.until("the next picture", () -> out.size() == 2);
        assertEquals(new Picture(2, 2, true), out.get(1));
        assertEquals("", slot.detail());
    }

    @Test
    void losesNothingWhenOneThrows() {
        run(two, 0);
        one.crashAt = 3;
        for (int i = 0; i < 6; i++) {
            pass();
        }
        assertAllInOrder();
        assertEquals(List.of(0, 3), keyframes());
        assertEquals(2, out.get(3).by);
    }

    @Test
    void losesNothingWhenOneFailsWithPicturesInside() {
        run(two, 0);
        one.delay = 3;
        for (int i = 0; i < 5; i++) {
            offer();
        }
        Await.until("two came out", () -> out.size() == 2);
        one.last().fail();
        Await.until("the rest came out of the other", () -> out.size() == 5);
        assertAllInOrder();
        assertEquals(List.of(0, 2), keyframes());
    }

    @Test
    void aLoneOneThatStumblesIsOpenedAgainAtOnce() {
        one.crashAt = 1;
        pass();
        one.crashAt = -1;
        pass();
        assertAllInOrder();
        assertEquals(2, one.opened.size());
    }

    @Test
    void leavesAHangingOneBehind() {
        run(two, 0);
        one.hangAt = 2;
        pass();
        pass();
        offer();
        Await.until("it hangs", () -> one.hanging);
        while (two.opened.isEmpty() && next < 3 + EncoderSlot.PARKED) {
            assertTrue(offer());
        }
        Await.until("the other took over", () -> !two.opened.isEmpty());
        Await.until("all came out", () -> out.size() == next);
        assertAllInOrder();
        assertEquals(List.of(0, 2), keyframes());
        Await.until("only what it reads is out", () -> pool.inFlight() == 1);
        one.letGo.countDown();
        Await.until("the one left behind is closed", () -> one.last().closed);
        pass();
        assertAllInOrder();
    }

    /** Offers until this much came out, no more than may be parked. */
    private void offerUntil(String what, BooleanSupplier state) {
        long most = next + EncoderSlot.PARKED;
        while (!state.getAsBoolean() && next < most) {
            assertTrue(offer());
        }
        Await.until(what, state);
    }

    @Test
    void leavesOneBehindThatHangsWhileItIsDrained() {
        one.hangsInDrain = true;
        pass();
        run(two, 20);
        slot.reconsider();
        Await.until("it hangs", () -> one.hanging);
        offerUntil("another of the better took over", () -> two.opened.size() == 2);
        Await.until("all came out", () -> out.size() == next);
        one.letGo.countDown();
        Await.until("what was left behind is closed", () -> one.last().closed && two.opened.get(0).closed);
        pass();
        assertAllInOrder();
        assertEquals("fake2", slot.name());
    }

    @Test
    void takesThePicturesBackOfOneThatMakesNone() {
        run(two, 0);
        one.silentFrom = 1;
        pass();
        while (two.opened.isEmpty() && next < 20) {
            assertTrue(offer());
            Await.until("the encoder took it", () -> slot.waiting() == 0 || !two.opened.isEmpty());
        }
        assertFalse(two.opened.isEmpty());
        Await.until("all came out", () -> out.size() == next);
        assertAllInOrder();
        assertEquals(List.of(0, 1), keyframes());
    }

    @Test
    void aLoneOneThatMakesNoneIsNotCalledLate() {
        one.silentFrom = 0;
        while (slot.detail().isEmpty() && next < 60) {
            offer();
            Await.until("it was taken or given up", () -> slot.waiting() == 0);
        }
        assertTrue(slot.detail().contains("none of [fake1] can now"), slot.detail());
        assertEquals(3, one.opened.size());
    }

    @Test
    void whatWaitedForAnotherTryIsNotLostInAHang() {
        run(two, 0);
        one.delay = 3;
        two.hangAt = 0;
        offer();
        offer();
        offer();
        Await.until("the first holds all",
            () -> one.opened.size() == 1 && slot.waiting() == 0 && slot.stats().inFlight() == 3);
        one.delay = 0;
        one.last().fail();
        Await.until("the second hangs", () -> two.hanging);
        offerUntil("the first had another chance", () -> one.opened.size() == 2);
        Await.until("all came out", () -> out.size() == next);
        assertAllInOrder();
    }

    @Test
    void aLoneOneThatIsLateAgainAndAgainStaysInService() throws Exception {
        for (int round = 1; round <= 5; round++) {
            one.hanging = false;
            one.hangAt = next + 1;
            slot.configure(new EncoderSettings(1_000_000, round)); // opens another, which will hang
            pass();
            offer();
            Await.until("it hangs", () -> one.hanging);
            one.hangAt = -1;
            int opened = one.opened.size();
            offerUntil("it was opened again", () -> one.opened.size() == opened + 1);
            Await.until("all came out", () -> out.size() == next);
            FakeEncoders.Fake late = one.opened.get(opened - 1);
            one.letGo.countDown();
            one.letGo = new CountDownLatch(1);
            Await.until("it came back", () -> late.closed);
        }
        assertAllInOrder();
        assertEquals("fake1", slot.name());
    }

    /** On a machine on which the first picture always takes seven intervals. */
    @Test
    void oneThatIsLateWithItsFirstPictureHasMoreTimeOnceThatIsKnown() {
        one.hangAt = 0;
        offer();
        for (int late = 1; late <= 2; late++) {
            Await.until("it hangs", () -> one.hanging);
            one.hanging = false;
            CountDownLatch hangs = one.letGo;
            one.letGo = new CountDownLatch(1);
            int opened = late;
            for (int i = 0; i < 2 * EncoderSlot.PARKED && one.opened.size() == opened; i++) {
                offer(); // what finds no room is dropped
            }
            Await.until("another was opened", () -> one.opened.size() == opened + 1);
            hangs.countDown();
            Await.until("it came back", () -> one.opened.get(opened - 1).closed);
        }
        assertEquals(1, slot.slowness());
        for (int i = 0; i < 7; i++) {
            offer();
        }
        one.hangAt = -1;
        one.letGo.countDown();
        Await.until("pictures come out", () -> !out.isEmpty());
        assertEquals(3, one.opened.size());
        assertEquals("fake1", slot.name());
    }

    @Test
    void aBurstOfPicturesBlamesNobody() throws Exception {
        run(two, 0);
        one.hangAt = 0;
        offer();
        Await.until("it is busy", () -> one.hanging);
        one.hangAt = -1;
        for (int i = 0; i < EncoderSlot.PARKED; i++) {
            try (Frame frame = pool.tryTake()) {
                frame.set(next++, clock.nanos());
                assertTrue(slot.offer(frame));
            }
        }
        control.submit(() -> { }).get();
        assertEquals(List.of(), two.opened);
        one.letGo.countDown();
        Await.until("the rest came out", () -> out.size() == next - 1);
        assertEquals(List.of(), two.opened);
    }

    @Test
    void keepsThePresentOneWhenABetterDoesNotOpen() {
        pass();
        two.refuses = true;
        run(two, 20);
        slot.reconsider();
        pass();
        assertAllInOrder();
        assertEquals(List.of(0), keyframes());
        two.refuses = false;
        clock.advanceMillis(1_100);
        slot.tick();
        Await.until("the better one is in use", () -> "fake2".equals(slot.name()));
        pass();
        assertEquals(List.of(0, 2), keyframes());
    }

    @Test
    void appliesSettingsLiveWhereItCanAndReopensWhereItCannot() {
        pass();
        slot.configure(new EncoderSettings(2_000_000, 0));
        Await.until("applied", () -> one.last().settings.bitsPerSecond() == 2_000_000);
        assertEquals(1, one.opened.size());
        slot.configure(new EncoderSettings(2_000_000, 60));
        Await.until("reopened", () -> one.opened.size() == 2);
        pass();
        assertAllInOrder();
        assertEquals(List.of(0, 1), keyframes());
    }

    @Test
    void reopensForAnotherSize() {
        Pool<Frame> larger = Pool.ofFrames(LARGER, 4);
        pass();
        offer(larger);
        Await.until("the larger picture", () -> out.size() == 2);
        assertAllInOrder();
        assertEquals(LARGER, one.last().in);
        assertEquals(List.of(0, 1), keyframes());
        assertEquals(0, larger.inFlight());
    }

    @Test
    void theLimitHoldsForTheNextEncoderToo() {
        pass();
        slot.limitBitrate(300_000);
        assertEquals(300_000, one.last().limit);
        run(two, 20);
        slot.reconsider();
        Await.until("swapped", () -> !two.opened.isEmpty() && two.last().limit == 300_000);
    }

    @Test
    void closesItsEncoderWhenNobodyWantsPictures() {
        pass();
        slot.setActive(false);
        Await.until("closed", () -> one.last().closed);
        assertFalse(offer());
        slot.setActive(true);
        offer();
        Await.until("flows again, from a keyframe", () -> out.size() == 2 && out.get(1).keyframe);
    }

    @Test
    void survivesAHundredSwapsInARow() {
        run(two, 0);
        for (int i = 0; i < 100; i++) {
            int ranking = i % 2 == 0 ? 20 : 0;
            run(two, ranking);
            slot.reconsider();
            pass();
            pass();
        }
        assertAllInOrder();
    }
}
