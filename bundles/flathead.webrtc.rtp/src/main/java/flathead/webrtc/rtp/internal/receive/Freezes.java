package flathead.webrtc.rtp.internal.receive;

/**
 * Counts how often pictures stood still: a gap between two that is longer than three mean ones, and than the mean and
 * 150 ms. The mean is that of the last gaps; of a freeze no more counts in it than makes one, so that a long one does
 * not hide the next, and a new rate is learnt all the same.
 */
final class Freezes {
    private static final int GAPS = 30;
    /** Fewer are no mean. */
    private static final int FEWEST = 5;
    private static final long MORE_NANOS = 150_000_000;

    private final long[] gaps = new long[GAPS];
    private long sum;
    private int taken;
    private long lastNanos;
    private boolean any;
    private long count;

    /** A picture was handed out. */
    void picture(long nowNanos) {
        if (any) {
            gap(nowNanos - lastNanos);
        }
        any = true;
        lastNanos = nowNanos;
    }

    private void gap(long nanos) {
        int known = Math.min(taken, GAPS);
        long counts = nanos;
        if (known >= FEWEST) {
            long mean = sum / known;
            long most = Math.max(3 * mean, mean + MORE_NANOS);
            if (nanos > most) {
                count++;
                counts = most;
            }
        }
        int at = taken++ % GAPS;
        sum += counts - gaps[at];
        gaps[at] = counts;
    }

    /** How often. */
    long count() {
        return count;
    }
}
