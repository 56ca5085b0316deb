package flathead.pipeline.internal;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.testkit.FakeClock;
import org.junit.jupiter.api.Test;

/** When a coder is said to hang, under a clock that stands still. */
class WatchdogTest {
    private static final long INTERVAL = 33_000_000L;

    private static final int PATIENCE = 5;

    private final FakeClock clock = new FakeClock();
    private final Watchdog watchdog = new Watchdog(clock, PATIENCE);

    /** Whether any of this many pictures, an interval apart, finds that it hangs. */
    private boolean hangsWithin(int pictures, int held) {
        boolean hangs = false;
        for (int i = 0; i < pictures; i++) {
            clock.advance(INTERVAL);
            hangs |= watchdog.tick(held, INTERVAL, 0);
        }
        return hangs;
    }

    @Test
    void aCallThatDoesNotComeBackIsAHangAfterItsPatience() {
        watchdog.enter(false);
        assertFalse(hangsWithin(PATIENCE - 1, 1));
        assertTrue(hangsWithin(1, 1));
        assertTrue(watchdog.silent(1));
        watchdog.leave(false);
        assertFalse(watchdog.silent(1));
    }

    @Test
    void soIsADrainWithNothingInside() {
        watchdog.enter(false);
        assertTrue(hangsWithin(PATIENCE, 0));
    }

    @Test
    void neitherPicturesAloneNorTimeAloneMakeAHang() {
        watchdog.enter(false);
        for (int i = 0; i < 20; i++) {
            assertFalse(watchdog.tick(1, INTERVAL, 0));
        }
        watchdog.sign();
        clock.advance(100 * INTERVAL);
        for (int i = 1; i < PATIENCE; i++) {
            assertFalse(watchdog.tick(1, INTERVAL, 0));
        }
        assertTrue(watchdog.tick(1, INTERVAL, 0));
    }

    @Test
    void oneThatTakesPicturesAndMakesNoneHangs() {
        boolean hangs = false;
        for (int held = 1; held <= PATIENCE + 1; held++) {
            watchdog.enter(false);
            watchdog.leave(true);
            hangs = hangsWithin(1, held);
        }
        assertTrue(hangs);
        watchdog.sign();
        assertFalse(hangsWithin(PATIENCE - 1, 1));
    }

    @Test
    void aPictureThatHasNotReachedItIsNotItsFault() {
        assertFalse(hangsWithin(20, 1));
        watchdog.enter(false);
        watchdog.leave(false);
        assertFalse(hangsWithin(20, 1));
    }

    @Test
    void openingHasTwoSeconds() {
        watchdog.enter(true);
        assertFalse(hangsWithin(60, 0));
        assertTrue(hangsWithin(1, 0));
    }

    @Test
    void whoWasLateBeforeHasTwiceTheTime() {
        watchdog.enter(false);
        for (int i = 1; i < 2 * PATIENCE; i++) {
            clock.advance(INTERVAL);
            assertFalse(watchdog.tick(1, INTERVAL, 1));
        }
        clock.advance(INTERVAL);
        assertTrue(watchdog.tick(1, INTERVAL, 1));
    }
}
