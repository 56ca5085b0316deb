package flathead.stereo.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.StereoStatus;
import flathead.testkit.Allocations;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PairingTest {
    private static final long MILLI = 1_000_000;
    private static final long INTERVAL = 33 * MILLI;
    private final Pairing pairing = new Pairing();

    private void left(long millis) {
        pairing.comes(Pairing.LEFT, millis * MILLI, INTERVAL);
    }

    private void right(long millis) {
        pairing.comes(Pairing.RIGHT, millis * MILLI, INTERVAL);
    }

    private void assertCounts(long pairs, long unpairedLeft, long unpairedRight) {
        StereoStatus status = pairing.status("main", "left", "right");
        assertEquals(pairs + " " + unpairedLeft + " " + unpairedRight,
            status.pairs() + " " + status.unpairedLeft() + " " + status.unpairedRight());
    }

    @Test
    void theNearestWithinHalfAnIntervalIsThePair() {
        assertNull(pairing.status("main", "left", "right").skew());
        left(100);
        right(105);
        right(138);
        left(133);
        assertCounts(2, 0, 0);
        StereoStatus.Skew skew = pairing.status("main", "left", "right").skew();
        assertEquals(-5, skew.mean());
        assertEquals(5, skew.max());
        assertEquals(2, skew.samples());
    }

    @Test
    void fartherThanHalfAnIntervalIsNone() {
        left(100);
        right(117);
        assertCounts(0, 1, 0);
        left(133);
        assertCounts(1, 1, 0);
    }

    @Test
    void aDroppedPictureLeavesTheOtherAlone() {
        for (int i = 0; i < 10; i++) {
            left(i * 33);
            if (i != 4) {
                right(i * 33 + 2);
            }
        }
        assertCounts(9, 1, 0);
    }

    @Test
    void oneStreamMayBeFarBehind() {
        for (int i = 0; i < 10; i++) {
            left(i * 33);
        }
        for (int i = 0; i < 10; i++) {
            right(i * 33 - 3);
        }
        assertCounts(10, 0, 0);
    }

    @Test
    void aStreamAloneIsUnpaired() {
        for (int i = 0; i < 100; i++) {
            left(i * 33);
        }
        pairing.restarts(Pairing.LEFT);
        assertCounts(0, 100, 0);
    }

    @Test
    void everyPictureIsCountedOnceWhateverComes() {
        Random random = new Random(1);
        int[] given = new int[2];
        long[] at = new long[2];
        for (int i = 0; i < 10_000; i++) {
            int side = random.nextInt(2);
            at[side] += random.nextInt(60) * MILLI;
            pairing.comes(side, at[side], INTERVAL);
            given[side]++;
        }
        pairing.restarts(Pairing.LEFT);
        pairing.restarts(Pairing.RIGHT);
        StereoStatus status = pairing.status("main", "left", "right");
        assertEquals(given[0], status.pairs() + status.unpairedLeft());
        assertEquals(given[1], status.pairs() + status.unpairedRight());
        assertTrue(status.pairs() > 100);
        assertTrue(status.skew().max() <= 16.5, "no pair is farther apart than half an interval");
    }

    @Test
    void aPictureAllocatesNothing() {
        for (int round = 0; round < 2; round++) {
            long before = Allocations.ofThisThread();
            for (int i = 0; i < 1000; i++) {
                left(round * 100_000 + i * 33);
                right(round * 100_000 + i * 33 + 1);
            }
            if (round == 1) {
                assertEquals(0, Allocations.ofThisThread() - before);
            }
        }
    }
}
