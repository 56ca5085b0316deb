package flathead.webrtc.rtp.internal.receive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.EncoderSettings;
import org.junit.jupiter.api.Test;

class BitrateLimitTest {
    private static final int LENGTH = 1000;
    private static final long MILLI = 1_000_000L;

    private final BitrateLimit limit = new BitrateLimit();
    private long now = 5_000 * MILLI;

    /** So many packets, evenly over so many seconds. */
    private void arrive(int packets, int seconds) {
        for (int i = 0; i < packets; i++) {
            now += seconds * 1000L * MILLI / packets;
            limit.arrived(LENGTH, now);
        }
    }

    @Test
    void aPathThatLosesALotCarriesLessAndIsTriedAgain() {
        arrive(101, 1);
        assertFalse(limit.any());
        limit.lost(100);
        arrive(100, 1);
        assertTrue(limit.urgent());
        // Half of 1.6 Mbit/s came: three quarters of that are asked for.
        long lower = limit.take();
        assertEquals(1_200_000, lower, 20_000);
        arrive(500, 5);
        assertEquals(Math.pow(1.08, 5), limit.take() / (double) lower, 0.01);
    }

    @Test
    void aTenthLostIsLeftToRetransmission() {
        arrive(101, 1);
        limit.lost(10);
        arrive(100, 1);
        assertFalse(limit.any());
    }

    /** A sender may pause: one packet of two is not half of what it sends. */
    @Test
    void aFewPacketsAreNoShare() {
        arrive(101, 1);
        limit.lost(1);
        arrive(2, 3);
        assertFalse(limit.any());
        arrive(100, 1);
        assertFalse(limit.any());
    }

    @Test
    void thereIsALeast() {
        arrive(101, 1);
        for (int i = 0; i < 10; i++) {
            limit.lost(99);
            arrive(1, 1);
        }
        assertEquals(EncoderSettings.MIN_BITRATE, limit.take());
        // It does not take long to come back from there: fifty seconds are forty-five times as much.
        arrive(5000, 50);
        assertTrue(limit.take() > 2_000_000, limit.take() + " bit/s");
    }
}
