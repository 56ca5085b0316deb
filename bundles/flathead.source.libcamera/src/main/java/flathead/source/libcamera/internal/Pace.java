package flathead.source.libcamera.internal;

/**
 * Thins out the pictures of a camera that cannot be told its rate, if it is faster than what was asked for. A picture
 * counts for a due instant from a quarter of an interval before it on. One thread.
 */
final class Pace {
    private long intervalNanos;
    private boolean any;
    private long dueNanos;

    /** At most one picture in this time, in nanoseconds, on average. */
    Pace(long intervalNanos) {
        this.intervalNanos = intervalNanos;
    }

    /** Another interval from now on, in nanoseconds. */
    void interval(long nanos) {
        if (any) {
            dueNanos += nanos - intervalNanos;
        }
        intervalNanos = nanos;
    }

    /** Whether the picture of this instant is one of those that were asked for. */
    boolean wants(long captureNanos) {
        if (any && dueNanos - captureNanos > intervalNanos / 4) {
            return false;
        }
        // Behind by more than an interval: what was missed is not made up for.
        dueNanos = !any || captureNanos - dueNanos > intervalNanos ? captureNanos + intervalNanos
            : dueNanos + intervalNanos;
        any = true;
        return true;
    }
}
