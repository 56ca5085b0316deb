package flathead.webrtc.libwebrtc.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class NominalRateTest {
    private static final long SECOND = 1_000_000_000L;

    private final NominalRate rate = new NominalRate();
    private long now = 77 * SECOND;

    private int run(double fps, double seconds) {
        int nominal = 0;
        for (int i = 0; i < fps * seconds; i++) {
            now += (long) (SECOND / fps);
            nominal = rate.arrived(now);
        }
        return nominal;
    }

    @Test
    void isThirtyUntilMeasured() {
        assertEquals(30, run(15, 1.8));
        assertEquals(15, run(15, 1));
    }

    @Test
    void doesNotFollowSmallDifferences() {
        assertEquals(30, run(25, 10));
        assertEquals(30, run(36, 10));
        assertEquals(60, run(60, 5));
    }

    @Test
    void aPauseIsNoRate() {
        run(30, 1.5);
        now += 60 * SECOND;
        assertEquals(30, run(30, 10));
    }

    @Test
    void staysInRange() {
        assertEquals(240, run(5000, 3));
        int slow = run(0.6, 60);
        assertTrue(slow >= 1, "at least one, was " + slow);
    }
}
