package flathead.pipeline.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.EncoderSettings;
import flathead.api.Frame;
import flathead.api.Pool;
import flathead.testkit.Await;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The slot under encoders that come and go, and other settings. Every accepted picture comes out once, in order. */
class EncoderSlotTest extends EncoderSlotRig {
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
        assertEquals(2, out.get(3).by());
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
        assertEquals(2, out.get(1).by());
    }

    @Test
    void theNextOneIsNamedAsSoonAsTheOneBeforeIsGone() {
        run(two, 0);
        for (int round = 0; round < 200; round++) {
            pass();
            running.remove(one);
            assertTrue(slot.awaitGone(one, 5_000));
            assertEquals("fake2", slot.name());
            run(one, 10);
            slot.reconsider();
            Await.until("the better one is back", () -> slot.name().equals("fake1"));
        }
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
        Await.until("flows again, from a keyframe", () -> out.size() == 2 && out.get(1).keyframe());
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
