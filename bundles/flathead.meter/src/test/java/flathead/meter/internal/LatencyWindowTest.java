package flathead.meter.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import flathead.api.Stats;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LatencyWindowTest {
    private static final long SECOND = 1_000_000_000L;
    private final LatencyWindow window = new LatencyWindow();

    @Test
    void agreesWithSorting() {
        Random random = new Random(1);
        int[] ticks = new int[997];
        for (int i = 0; i < ticks.length; i++) {
            ticks[i] = random.nextInt(900);
            window.add(50 * SECOND + i * 4_000_000L, ticks[i]);
        }
        Arrays.sort(ticks);
        Stats.Latency latency = window.percentiles(54 * SECOND);
        assertEquals(997, latency.samples());
        assertEquals(ticks[997 / 2] / 10.0, latency.p50());
        assertEquals(ticks[997 * 95 / 100] / 10.0, latency.p95());
        assertEquals(ticks[997 * 99 / 100] / 10.0, latency.p99());
    }

    @Test
    void largeAgesKeepTwoDigits() {
        for (int ticks : new int[] {0, 1, 999, 1_000, 1_009, 9_999, 10_000, 54_321, 99_999, LatencyWindow.MAX_TICKS}) {
            LatencyWindow one = new LatencyWindow();
            one.add(-3 * SECOND, ticks);
            double exact = ticks / 10.0;
            assertEquals(exact, one.percentiles(-3 * SECOND).p50(), ticks < 1_000 ? 0 : exact * 0.006);
        }
    }

    @Test
    void keepsAllInBuckets() {
        for (int ticks : new int[] {0, 10, 11, 20, 5_000, 5_001, LatencyWindow.MAX_TICKS}) {
            window.add(ticks * SECOND, ticks);
        }
        Stats.Ages all = window.all();
        assertEquals("[2, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2]", all.counts().toString());
        assertEquals((10 + 11 + 20 + 5_000 + 5_001 + LatencyWindow.MAX_TICKS) / 10.0, all.sumMillis(), 1e-9);
    }

    @Test
    void forgetsAfterFiveSeconds() {
        assertNull(window.percentiles(0));
        window.add(0, 10);
        assertEquals(1.0, window.percentiles(0).p99());
        window.add(3 * SECOND, 20);
        assertEquals(2, window.percentiles(5 * SECOND - 1).samples());
        assertEquals(2.0, window.percentiles(5 * SECOND).p50());
        window.add(5 * SECOND, 30);
        assertEquals(2, window.percentiles(5 * SECOND).samples(), "the slot was cleared before it is used again");
        assertNull(window.percentiles(100 * SECOND));
    }
}
