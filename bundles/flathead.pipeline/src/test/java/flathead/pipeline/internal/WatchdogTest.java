package flathead.pipeline.internal;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.testkit.FakeClock;
import org.junit.jupiter.api.Test;

/** When an encoder is said to hang, under a clock that stands still. */
class WatchdogTest {
    private static final long INTERVAL = 33_000_000L;

    private final FakeClock clock = new FakeClock();
    private final Watchdog watchdog = new Watchdog(clock);

    /** Whether any of this many pictures, an interval apart, finds that it hangs. */
    private boolean hangsWithin(int pictures, int held) {
        boolean hangs = false;
        for (int i = 0; i < pictures; i++) {
            clock.advance(INTERVAL);
            hangs |= watchdog.tick(held, INTERVAL);
        }
        return hangs;
    }

    @Test
    void aCallThatDoesNotComeBackIsAHangAfterFivePictures() {
        watchdog.enter(false);
        assertFalse(hangsWithin(Watchdog.PICTURES - 1, 1));
        assertTrue(hangsWithin(1, 1));
        assertTrue(watchdog.silent(1));
        watchdog.leave(false);
        assertFalse(watchdog.silent(1));
    }

    @Test
    void soIsADrainWithNothingInside() {
        watchdog.enter(false);
        assertTrue(hangsWithin(Watchdog.PICTURES, 0));
    }

    @Test
    void neitherPicturesAloneNorTimeAloneMakeAHang() {
        watchdog.enter(false);
        for (int i = 0; i < 20; i++) {
            assertFalse(watchdog.tick(1, INTERVAL));
        }
        watchdog.sign();
        clock.advance(100 * INTERVAL);
        for (int i = 1; i < Watchdog.PICTURES; i++) {
            assertFalse(watchdog.tick(1, INTERVAL));
        }
        assertTrue(watchdog.tick(1, INTERVAL));
    }

    @Test
    void oneThatTakesPicturesAndMakesNoneHangs() {
        boolean hangs = false;
        for (int held = 1; held <= Watchdog.PICTURES + 1; held++) {
            watchdog.enter(false);
            watchdog.leave(true);
            hangs = hangsWithin(1, held);
        }
        assertTrue(hangs);
        watchdog.sign();
        assertFalse(hangsWithin(Watchdog.PICTURES - 1, 1));
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
}
