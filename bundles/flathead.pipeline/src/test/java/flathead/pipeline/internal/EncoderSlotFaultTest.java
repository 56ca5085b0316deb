package flathead.pipeline.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.EncoderSettings;
import flathead.api.Frame;
import flathead.api.Stats;
import flathead.testkit.Await;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The slot under encoders that throw, hang and make nothing. Every accepted picture comes out once, in order. */
class EncoderSlotFaultTest extends EncoderSlotRig {
    @Test
    void losesNothingWhenOneThrows() {
        run(two, 0);
        one.crashAt = 3;
        for (int i = 0; i < 6; i++) {
            pass();
        }
        assertAllInOrder();
        assertEquals(List.of(0, 3), keyframes());
        assertEquals(2, out.get(3).by());
        assertEquals(new Stats.Coders(2, 1), slot.stats().coders());
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
        assertEquals(new Stats.Coders(2, 1), slot.stats().coders());
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
}
