package flathead.stereo.internal;

import java.util.Arrays;

/**
 * How far apart the pictures of a stream are: what its format says, or less if the last ones came faster. A received
 * stream's format learns of another rate only after a while. Allocates nothing.
 */
final class Rhythm {
    private static final int INTERVALS = 15;
    /** The shorter quarter: where pictures are left out, most intervals may be too long. */
    private static final int TYPICAL = INTERVALS / 4;

    private final long[] intervals = new long[INTERVALS];
    private final long[] sorted = new long[INTERVALS];
    private int count;
    private long nominal = Long.MAX_VALUE;

    void begin() {
        count = 0;
    }

    void format(long intervalNanos) {
        nominal = intervalNanos;
    }

    void interval(long nanos) {
        intervals[count++ % INTERVALS] = nanos;
        count = count == 2 * INTERVALS ? INTERVALS : count;
    }

    /** In nanoseconds; {@link Long#MAX_VALUE} before the first picture. */
    long nanos() {
        if (count < INTERVALS) {
            return nominal;
        }
        System.arraycopy(intervals, 0, sorted, 0, INTERVALS);
        Arrays.sort(sorted);
        return Math.min(nominal, sorted[TYPICAL]);
    }
}
