package flathead.signaling.care;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.testkit.FakeClock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CareTest {
    @Test
    void printsOnOneLineWhatItIs() {
        assertEquals("left ä 漢 🎥", Printable.of("left ä 漢 🎥"));
        assertEquals("a\\u000a\\u001b[31mb\\\\n\\u202e\\ud800\\u2028",
            Printable.of("a\n\u001b[31mb\\n\u202e\ud800\u2028"));
        String shortened = Printable.of("\u0000".repeat(1_000_000));
        assertTrue(shortened.length() < 120 && shortened.endsWith("… (1000000 characters)"), shortened);
    }

    @Test
    void letsABurstThroughAndThenSoManyASecond() {
        FakeClock clock = new FakeClock(Long.MAX_VALUE - 1_000);
        TokenBucket bucket = new TokenBucket(clock, 3, 1_000_000);
        for (int i = 0; i < 3; i++) {
            assertTrue(bucket.tryTake());
        }
        assertFalse(bucket.tryTake());
        clock.advanceMillis(1);
        assertTrue(bucket.tryTake());
        assertFalse(bucket.tryTake());
        clock.advanceMillis(1_000);
        for (int i = 0; i < 3; i++) {
            assertTrue(bucket.tryTake());
        }
        assertFalse(bucket.tryTake(), "what was not taken is not saved up beyond the burst");
    }

    @Test
    void knowsWhatShows() {
        assertTrue(Printable.prints("left ä 漢 🎥 \\"));
        assertFalse(Printable.prints("left\n"));
        assertFalse(Printable.prints("\u202eleft"));
    }

    @Test
    void waitsLongerEachTimeUpToTheLongest() {
        Backoff backoff = new Backoff(new Random(7), Duration.ofMillis(250), Duration.ofSeconds(2));
        for (int round = 0; round < 100; round++) {
            for (long longest : new long[] {250, 500, 1000, 2000, 2000, 2000}) {
                long wait = backoff.nextMillis();
                assertTrue(wait >= longest / 2 && wait <= longest, wait + " ms of " + longest);
            }
            backoff.reset();
        }
        backoff.longest(Duration.ofMillis(100));
        assertTrue(backoff.nextMillis() <= 100);
    }

    @Test
    void readsListsHoweverTheyAreWritten() {
        assertEquals(List.of(), Texts.of(null));
        assertEquals(List.of("a", "b"), Texts.of(" a, b "));
        assertEquals(List.of("a", "b", "c"), Texts.of(new String[] {"a", "b c"}));
        assertEquals(List.of("1", "2"), Texts.of(new int[] {1, 2}));
        assertEquals(List.of("a", "b"), Texts.of(List.of("a", "", "b")));
    }
}
