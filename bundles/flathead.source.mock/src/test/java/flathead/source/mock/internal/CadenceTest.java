package flathead.source.mock.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CadenceTest {
    private static final long SECOND = 1_000_000_000L;

    private static long exact(long start, long n, int fps) {
        return BigInteger.valueOf(n).multiply(BigInteger.valueOf(SECOND)).divide(BigInteger.valueOf(fps))
            .add(BigInteger.valueOf(start)).longValueExact();
    }

    @Test
    void noErrorAddsUp() {
        for (int fps = 1; fps <= 240; fps++) {
            Cadence cadence = new Cadence(-77, fps);
            for (int n = 0; n < 1_000; n++) {
                assertEquals(exact(-77, n, fps), cadence.dueNanos());
                assertEquals(n, cadence.index());
                cadence.advance();
            }
            long years = 3L * 365 * 86_400;
            long missed = cadence.skipMissed(years * SECOND);
            assertEquals(exact(-77, 1_000 + missed, fps), cadence.dueNanos());
            assertTrue(cadence.dueNanos() <= years * SECOND);
        }
    }

    @Test
    void whatIsMissedIsPassedOverAndThePhaseStays() {
        Random random = new Random(5);
        for (int i = 0; i < 20_000; i++) {
            int fps = 1 + random.nextInt(240);
            long start = random.nextLong() >> 8;
            Cadence cadence = new Cadence(start, fps);
            long n = random.nextInt(1_000);
            for (long k = 0; k < n; k++) {
                cadence.advance();
            }
            long now = i % 3 == 0 ? exact(start, n + random.nextInt(300), fps) - random.nextInt(2)
                : cadence.dueNanos() + random.nextInt(2_000_000_000);
            long missed = cadence.skipMissed(now);
            assertEquals(n + missed, cadence.index());
            assertEquals(exact(start, n + missed, fps), cadence.dueNanos());
            if (now >= exact(start, n, fps)) {
                assertTrue(cadence.dueNanos() <= now, "what remains is due");
                cadence.advance();
                assertTrue(cadence.dueNanos() > now, "and its successor is not");
            } else {
                assertEquals(0, missed);
            }
        }
    }

    @Test
    void anotherRateFollowsOn() {
        Cadence cadence = new Cadence(0, 10);
        cadence.advance();
        cadence.advance();
        assertEquals(200_000_000, cadence.dueNanos());
        cadence.rate(10, 150_000_000);
        assertEquals(200_000_000, cadence.dueNanos());
        cadence.rate(20, 110_000_000);
        assertEquals(150_000_000, cadence.dueNanos(), "one new interval after the last picture");
        assertEquals(2, cadence.index());
        cadence.advance();
        assertEquals(200_000_000, cadence.dueNanos());
        cadence.rate(1, 160_000_000);
        assertEquals(1_150_000_000, cadence.dueNanos());
        cadence.rate(100, 900_000_000);
        assertEquals(900_000_000, cadence.dueNanos(), "at once if the new interval is over, with nothing missed");
        assertEquals(0, cadence.skipMissed(900_000_000));
        assertEquals(3, cadence.index());
    }

    @Test
    void aPhaseIsOneOfTheClock() {
        Random random = new Random(8);
        for (int i = 0; i < 20_000; i++) {
            int fps = 1 + random.nextInt(240);
            long phase = random.nextInt(1_000_000_000);
            long now = random.nextLong() >> 8;
            Cadence cadence = new Cadence(now, fps);
            cadence.follow(fps, phase, now);
            assertEquals(0, cadence.index());
            for (int n = 0; n < 5; n++) {
                long part = Math.floorMod(cadence.dueNanos() - phase, SECOND);
                assertEquals(0, part - SECOND * Math.round((double) part * fps / SECOND) / fps, "a part of a second");
                assertTrue(cadence.dueNanos() >= now && cadence.dueNanos() <= now + (n + 1) * SECOND / fps + 1);
                cadence.advance();
            }
        }
    }

    @Test
    void aPhaseMayChangeAndEnd() {
        Cadence cadence = new Cadence(50_000_000, 10);
        cadence.follow(10, 0, 50_000_000);
        assertEquals(100_000_000, cadence.dueNanos());
        cadence.advance();
        cadence.follow(10, 0, 110_000_000);
        assertEquals(200_000_000, cadence.dueNanos());
        cadence.follow(10, 7_000_000, 110_000_000);
        assertEquals(207_000_000, cadence.dueNanos());
        cadence.follow(20, 7_000_000, 110_000_000);
        assertEquals(157_000_000, cadence.dueNanos());
        cadence.advance();
        cadence.follow(20, 1_000_000, 140_000_000);
        assertEquals(201_000_000, cadence.dueNanos(), "later than the last picture, though that came early");
        cadence.follow(20, Cadence.FREE, 160_000_000);
        assertEquals(201_000_000, cadence.dueNanos(), "goes on as it was");
        assertEquals(2, cadence.index());
    }
}
