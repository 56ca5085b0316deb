package flathead.stereo.internal;

import flathead.api.StereoStatus;
import java.util.Arrays;

/**
 * Which pictures of two streams belong together, told by their instants of capture alone. Each stream's come in order,
 * the two streams' in any. Any thread; allocates nothing for a picture.
 */
final class Pairing {
    static final int LEFT = 0;
    static final int RIGHT = 1;

    /** Pictures that wait for the other eye; more than these are given up. */
    private static final int WAITING = 16;
    private static final int SKEWS = 256;
    private static final double MILLI_NANOS = 1_000_000;

    private final long[][] waiting = new long[2][WAITING];
    private final int[] counts = new int[2];
    private final long[] unpaired = new long[2];
    private final long[] skews = new long[SKEWS];
    private long pairs;

    /**
     * A picture came.
     *
     * @param side {@link #LEFT} or {@link #RIGHT}
     * @param nanos when it was captured
     * @param intervalNanos of its stream
     */
    synchronized void comes(int side, long nanos, long intervalNanos) {
        int other = 1 - side;
        long reach = intervalNanos / 2;
        // What is too old for this one is too old for all that follow.
        int old = 0;
        while (old < counts[other] && nanos - waiting[other][old] > reach) {
            old++;
        }
        forget(other, old, old);
        int nearest = -1;
        for (int i = 0; i < counts[other]; i++) {
            long distance = Math.abs(waiting[other][i] - nanos);
            if (distance <= reach && (nearest < 0 || distance < Math.abs(waiting[other][nearest] - nanos))) {
                nearest = i;
            }
        }
        if (nearest >= 0) {
            long skew = nanos - waiting[other][nearest];
            skews[(int) (pairs++ % SKEWS)] = side == LEFT ? skew : -skew;
            forget(other, nearest + 1, nearest);
            forget(side, counts[side], counts[side]);
            return;
        }
        if (counts[side] == WAITING) {
            forget(side, 1, 1);
        }
        waiting[side][counts[side]++] = nanos;
    }

    private void forget(int side, int count, int lost) {
        System.arraycopy(waiting[side], count, waiting[side], 0, counts[side] - count);
        counts[side] -= count;
        unpaired[side] += lost;
    }

    /** A stream ended, or began anew: what waits of it is given up. */
    synchronized void restarts(int side) {
        forget(side, counts[side], counts[side]);
    }

    synchronized StereoStatus status(String name, String left, String right) {
        return new StereoStatus(name, left, right, pairs, unpaired[LEFT], unpaired[RIGHT], skew());
    }

    private StereoStatus.Skew skew() {
        int samples = (int) Math.min(pairs, SKEWS);
        if (samples == 0) {
            return null;
        }
        long[] sorted = Arrays.copyOf(skews, samples);
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
