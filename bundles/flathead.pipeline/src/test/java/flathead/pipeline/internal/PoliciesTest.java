package flathead.pipeline.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.EncoderFactory;
import flathead.testkit.FakeClock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;

/** The small policies, each under a clock that stands still. */
class PoliciesTest {
    private final FakeClock clock = new FakeClock();

    @Test
    void oneWishAnIntervalPasses() {
        Coalescer wishes = new Coalescer(clock, 200_000_000L);
        assertTrue(wishes.passes());
        clock.advanceMillis(199);
        assertFalse(wishes.passes());
        clock.advanceMillis(1);
        assertTrue(wishes.passes());
        assertFalse(wishes.passes());
    }

    @Test
    void ranksByRankingThenAge() {
        Ranked<String> ranked = new Ranked<>();
        ranked.put("old", Map.of("service.id", 1L), "name");
        ranked.put("young", Map.of("service.id", 2L), "name");
        ranked.put("high", Map.of("service.id", 3L, "service.ranking", 5), "name");
        assertEquals(List.of("high", "old", "young"), services(ranked));
        ranked.put("young", Map.of("service.id", 2L, "service.ranking", 9), "name");
        assertEquals(List.of("young", "high", "old"), services(ranked));
        ranked.remove("high");
        assertEquals(List.of("young", "old"), services(ranked));
    }

    @Test
    void showsThoseThatWereChosen() throws InvalidSyntaxException {
        Ranked<String> ranked = new Ranked<>();
        ranked.put("a", Map.of("service.id", 1L, "flathead.encoder", "openh264"), EncoderFactory.NAME);
        ranked.choose(FrameworkUtil.createFilter("(Flathead.Encoder=x264)"));
        assertEquals(List.of(), services(ranked));
        ranked.put("b", Map.of("service.id", 2L, "flathead.encoder", "x264"), EncoderFactory.NAME);
        assertEquals(List.of("b"), services(ranked));
        ranked.put("a", Map.of("service.id", 1L, "flathead.encoder", "x264"), EncoderFactory.NAME);
        assertEquals(List.of("a", "b"), services(ranked), "its properties changed");
        ranked.remove("a");
        ranked.choose(null);
        assertEquals(List.of("b"), services(ranked));
    }

    private static List<String> services(Ranked<String> ranked) {
        return ranked.entries().stream().map(Ranked.Entry::service).toList();
    }

    @Test
    void whoFailedIsKeptOutTwiceAsLongEachTime() {
        Quarantine quarantine = new Quarantine(clock);
        Ranked.Entry<String> good = new Ranked.Entry<>("good", "good", 0, 1, Map.of());
        Ranked.Entry<String> bad = new Ranked.Entry<>("bad", "bad", 9, 2, Map.of());
        List<Ranked.Entry<String>> both = List.of(bad, good);
        assertSame(bad, quarantine.best(both, any -> true));
        long[] kept = {1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000};
        for (long millis : kept) {
            quarantine.failed(bad);
            clock.advanceMillis(millis - 1);
            assertSame(good, quarantine.best(both, any -> true));
            clock.advanceMillis(1);
            assertSame(bad, quarantine.best(both, any -> true));
        }
        quarantine.worked(bad);
        assertTrue(quarantine.isEmpty());
    }

    @Test
    void aLoneOneHasThreeChances() {
        Quarantine quarantine = new Quarantine(clock);
        Ranked.Entry<String> lone = new Ranked.Entry<>("lone", "lone", 0, 1, Map.of());
        quarantine.failed(lone);
        quarantine.failed(lone);
        assertSame(lone, quarantine.best(List.of(lone), any -> true));
        quarantine.failed(lone);
        assertNull(quarantine.best(List.of(lone), any -> true));
        assertNull(quarantine.best(List.of(), any -> true));
    }

    @Test
    void whatWasMerelyLateIsNotHeldAgainstALoneOne() {
        Quarantine quarantine = new Quarantine(clock);
        Ranked.Entry<String> other = new Ranked.Entry<>("other", "other", 0, 1, Map.of());
        Ranked.Entry<String> late = new Ranked.Entry<>("late", "late", 9, 2, Map.of());
        for (int i = 0; i < 5; i++) {
            quarantine.failed(late);
            quarantine.late(late);
            assertSame(late, quarantine.best(List.of(late), any -> true));
            assertSame(other, quarantine.best(List.of(late, other), any -> true));
        }
        quarantine.late(late);
        quarantine.failed(late);
        quarantine.failed(late);
        assertSame(late, quarantine.best(List.of(late), any -> true));
        quarantine.failed(late);
        assertNull(quarantine.best(List.of(late), any -> true));
    }

    @Test
    void rateIsThatOfTheLastTwoSeconds() {
        RateMeter rate = new RateMeter(clock);
        assertEquals(0, rate.picturesPerSecond());
        for (int i = 0; i < 300; i++) {
            clock.advance(33_333_333);
            rate.add(1_000);
        }
        assertEquals(30, rate.picturesPerSecond(), 0.6);
        assertEquals(240_000, rate.bitsPerSecond(), 5_000);
        clock.advanceMillis(5_000);
        assertEquals(0, rate.picturesPerSecond());
        assertTrue(rate.idleNanos() >= 5_000_000_000L);
    }
}
