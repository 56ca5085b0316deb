package flathead.webrtc.rtp.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import flathead.testkit.FakeClock;
import org.junit.jupiter.api.Test;

class ConsentTest {
    private final FakeClock clock = new FakeClock(Long.MAX_VALUE - 3_000_000_000L);
    private int asked;
    private final Consent consent = new Consent(clock.nanos(), () -> asked++);

    private void first() {
        consent.heard(clock.advanceMillis(999));
        assertEquals(1_000_000, consent.turn(clock.nanos()));
        assertEquals(0, asked);
        assertEquals(1_500_000_000L, consent.turn(clock.advanceMillis(1)));
        assertEquals(1, asked);
        asked = 0;
    }

    @Test
    void theSilentAreAskedSoon() {
        first();
        for (int i = 0; i < 10; i++) {
            assertEquals(1_000_000, consent.turn(clock.advanceMillis(1_499)));
            assertEquals(i, asked);
            assertEquals(1_500_000_000L, consent.turn(clock.advanceMillis(1)));
            assertEquals(i + 1, asked);
        }
    }

    @Test
    void whoSendsIsAskedEveryFiveSeconds() {
        first();
        for (int i = 1; i <= 200; i++) {
            consent.heard(clock.advanceMillis(100));
            consent.turn(clock.nanos());
            assertEquals(i / 50, asked);
        }
    }

    @Test
    void nobodyIsAskedRightAfterAPacket() {
        first();
        consent.heard(clock.advanceMillis(700));
        assertEquals(1_500_000_000L, consent.turn(clock.nanos()));
        assertEquals(1_000_000, consent.turn(clock.advanceMillis(1_499)));
        consent.turn(clock.advanceMillis(1));
        assertEquals(1, asked);
    }
}
