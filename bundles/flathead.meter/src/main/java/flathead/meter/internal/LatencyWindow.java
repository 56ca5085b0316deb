package flathead.meter.internal;

import flathead.api.Media;
import flathead.api.Stats;
import flathead.api.TimeQuality;
import java.util.Arrays;

/**
 * The ages of the pictures of the last five seconds, as a histogram for each second. Exact to 0.1 ms up to 0.1 s, to
 * 1 ms up to 1 s, to 10 ms up to 10 s. Coarser, those of all pictures. Any thread; adding allocates nothing.
 */
final class LatencyWindow {
    /** The largest age that can be added, in units of 0.1 ms: 10 s. */
    static final int MAX_TICKS = 100_000;

    private static final long TICK_NANOS = 100_000;
    private static final double TICKS_PER_MILLI = 10;
    private static final int[] ALL_BOUNDS = Stats.Ages.BOUNDS.stream()
        .mapToInt(millis -> (int) (millis * TICKS_PER_MILLI)).toArray();
    private static final int SECONDS = 5;
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final int FINE = 1_000;
    private static final int MEDIUM = 10_000;
    private static final int MEDIUM_FROM = FINE;
    private static final int COARSE_FROM = MEDIUM_FROM + (MEDIUM - FINE) / 10;
    private static final int BUCKETS = COARSE_FROM + (MAX_TICKS - MEDIUM) / 100 + 1;

    private final int[][] counts = new int[SECONDS][BUCKETS];
    private final long[] seconds = new long[SECONDS];
    private final long[] all = new long[Stats.Ages.BOUNDS.size() + 1];
    private long allTicks;

    LatencyWindow() {
        Arrays.fill(seconds, Long.MIN_VALUE / 2);
    }

    /**
     * Adds one.
     *
     * @param nanos when, on a clock that does not run backwards
     * @param ticks the age in units of 0.1 ms, 0 to {@link #MAX_TICKS}
     */
    synchronized void add(long nanos, int ticks) {
        long second = Math.floorDiv(nanos, SECOND_NANOS);
        int slot = Math.floorMod(second, SECONDS);
        if (seconds[slot] != second) {
            Arrays.fill(counts[slot], 0);
            seconds[slot] = second;
        }
        counts[slot][bucket(ticks)]++;
        int i = 0;
        while (i < ALL_BOUNDS.length && ticks > ALL_BOUNDS[i]) {
            i++;
        }
        all[i]++;
        allTicks += ticks;
    }

    /** Of everything that was added. */
    synchronized Stats.Ages all() {
        return new Stats.Ages(Arrays.stream(all).boxed().toList(), allTicks / TICKS_PER_MILLI);
    }

    /**
     * Adds the time since a picture's capture, where that is known and the age is one that can be added.
     *
     * @param nanos see {@link #add}; on the clock of {@link Media#captureNanos()}
     */
    void addSinceCapture(long nanos, Media picture) {
        long ticks = (nanos - picture.captureNanos()) / TICK_NANOS;
        if (picture.timeQuality() == TimeQuality.CAPTURE && ticks >= 0 && ticks <= MAX_TICKS) {
            add(nanos, (int) ticks);
        }
    }

    /** Of the last four to five seconds; null if nothing was added in them. */
    synchronized Stats.Latency percentiles(long nanos) {
        long second = Math.floorDiv(nanos, SECOND_NANOS);
        int[] sum = new int[BUCKETS];
        long samples = 0;
        for (int slot = 0; slot < SECONDS; slot++) {
            long age = second - seconds[slot];
            if (age >= SECONDS || age <= -SECONDS) {
                continue;
            }
            for (int i = 0; i < BUCKETS; i++) {
                sum[i] += counts[slot][i];
                samples += counts[slot][i];
            }
        }
        return samples == 0 ? null
            : new Stats.Latency(at(sum, samples, 50), at(sum, samples, 95), at(sum, samples, 99), samples);
    }

    private static double at(int[] sum, long samples, int percent) {
        long rank = Math.min(samples - 1, samples * percent / 100);
        int bucket = 0;
        for (long passed = sum[0]; passed <= rank; passed += sum[bucket]) {
            bucket++;
        }
        return middle(bucket) / 10.0;
    }

    private static int bucket(int ticks) {
        if (ticks < FINE) {
            return ticks;
        }
        return ticks < MEDIUM ? MEDIUM_FROM + (ticks - FINE) / 10 : COARSE_FROM + (ticks - MEDIUM) / 100;
    }

    private static int middle(int bucket) {
        if (bucket < MEDIUM_FROM) {
            return bucket;
        }
        return bucket < COARSE_FROM ? FINE + (bucket - MEDIUM_FROM) * 10 + 5
            : Math.min(MAX_TICKS, MEDIUM + (bucket - COARSE_FROM) * 100 + 50);
    }
}
