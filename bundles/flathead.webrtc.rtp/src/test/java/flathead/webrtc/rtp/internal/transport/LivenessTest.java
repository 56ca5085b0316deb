package flathead.webrtc.rtp.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.testkit.FakeClock;
import flathead.webrtc.rtp.internal.transport.Liveness.Verdict;
import org.junit.jupiter.api.Test;

class LivenessTest {
    private final FakeClock clock = new FakeClock(Long.MAX_VALUE - 3_000_000_000L);
    private final Liveness liveness = new Liveness(clock.nanos());

    @Test
    void silenceIsNoticedThenTakenForTheEnd() {
        assertEquals(Verdict.ALIVE, liveness.verdict(clock.nanos()));
        assertEquals(Verdict.ALIVE, liveness.verdict(clock.advanceMillis(2_499)));
        assertEquals(1_000_000, liveness.waitNanos(clock.nanos()));
        // The clock overflows meanwhile, as monotonic ones may.
        assertEquals(Verdict.SILENT, liveness.verdict(clock.advanceMillis(1)));
        assertEquals(2_500_000_000L, liveness.waitNanos(clock.nanos()));
        assertEquals(Verdict.SILENT, liveness.verdict(clock.advanceMillis(2_499)));
        assertEquals(Verdict.GONE, liveness.verdict(clock.advanceMillis(1)));
        assertTrue(liveness.waitNanos(clock.advanceMillis(60_000)) > 0);
        assertEquals(Verdict.GONE, liveness.verdict(clock.nanos()));
    }

    @Test
    void anAnswerBringsItBack() {
        clock.advanceMillis(4_000);
        liveness.consented(clock.nanos());
        assertEquals(Verdict.ALIVE, liveness.verdict(clock.nanos()));
        assertEquals(Verdict.SILENT, liveness.verdict(clock.advanceMillis(2_500)));
        liveness.consented(clock.nanos());
        assertEquals(Verdict.ALIVE, liveness.verdict(clock.advanceMillis(1_000)));
        assertEquals(1_500_000_000L, liveness.waitNanos(clock.nanos()));
    }

    @Test
    void whoSendsIsThere() {
        for (int i = 0; i < 20; i++) {
            assertEquals(Verdict.ALIVE, liveness.verdict(clock.advanceMillis(1_000)));
            liveness.heard(clock.nanos());
            assertEquals(2_500_000_000L, liveness.waitNanos(clock.nanos()));
        }
        assertEquals(Verdict.SILENT, liveness.verdict(clock.advanceMillis(2_500)));
        liveness.heard(clock.nanos());
        assertEquals(Verdict.ALIVE, liveness.verdict(clock.nanos()));
    }

    @Test
    void whoSendsAndNeverAgreesIsNotSentToForLong() {
        for (int i = 0; i < 29; i++) {
            liveness.heard(clock.advanceMillis(1_000));
            assertEquals(Verdict.ALIVE, liveness.verdict(clock.nanos()));
        }
        assertEquals(1_000_000_000L, liveness.waitNanos(clock.nanos()));
        liveness.heard(clock.advanceMillis(1_000));
        assertEquals(Verdict.UNWILLING, liveness.verdict(clock.nanos()));
        liveness.consented(clock.nanos());
        assertEquals(Verdict.ALIVE, liveness.verdict(clock.nanos()));
    }

    /** Consent is written by another thread, and may be younger than the time that is asked about. */
    @Test
    void consentMayBeAheadOfTheQuestion() {
        long before = clock.nanos();
        liveness.consented(clock.advanceMillis(1));
        assertEquals(Verdict.ALIVE, liveness.verdict(before));
    }
}
