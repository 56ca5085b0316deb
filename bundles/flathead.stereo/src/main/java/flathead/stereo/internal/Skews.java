package flathead.stereo.internal;

import flathead.api.StereoStatus;
import java.util.Arrays;

/** How far the last pairs were apart. Not thread-safe; allocates only to tell. */
final class Skews {
    private static final int KEPT = 256;
    private static final double MILLI_NANOS = 1_000_000;

    private final long[] nanos = new long[KEPT];
    private long count;

    void add(long skewNanos) {
        nanos[(int) (count++ % KEPT)] = skewNanos;
    }

    /** Null if there was none. */
    StereoStatus.Skew read() {
        int samples = (int) Math.min(count, KEPT);
        if (samples == 0) {
            return null;
        }
        long[] sorted = Arrays.copyOf(nanos, samples);
        double mean = Arrays.stream(sorted).average().orElse(0);
        for (int i = 0; i < samples; i++) {
            sorted[i] = Math.abs(sorted[i]);
        }
        Arrays.sort(sorted);
        return new StereoStatus.Skew(mean / MILLI_NANOS, sorted[samples / 2] / MILLI_NANOS,
            sorted[Math.min(samples - 1, samples * 95 / 100)] / MILLI_NANOS, sorted[samples - 1] / MILLI_NANOS,
            samples);
    }
}
