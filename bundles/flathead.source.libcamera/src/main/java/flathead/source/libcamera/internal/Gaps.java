package flathead.source.libcamera.internal;

/**
 * Numbers pictures, so that one that was due and did not come leaves its number out. What is missing is told by the
 * sensor's own count; but a driver that has no buffer to fill may not count, and then by the time that passed. One
 * thread.
 */
final class Gaps {
    private long intervalNanos;
    private boolean any;
    private long sensor;
    private long lastNanos;
    private long number = -1;
    private long reported;
    private boolean starving;

    /** Pictures are due at this interval, in nanoseconds. */
    Gaps(long intervalNanos) {
        this.intervalNanos = intervalNanos;
    }

    /** Another interval from now on, in nanoseconds. */
    void interval(long nanos) {
        intervalNanos = nanos;
    }

    /**
     * The camera has no buffer to fill.
     *
     * @return how many more pictures are missing by now
     */
    long starves(long nowNanos) {
        starving = true;
        return any ? report((nowNanos - lastNanos) / intervalNanos - 1) : 0;
    }

    /**
     * A picture came.
     *
     * @return how many more pictures are missing before it; {@link #number()} is its number
     */
    long comes(long sensorSequence, long captureNanos) {
        long more = 0;
        if (any) {
            long missing = Math.max(0, sensorSequence - sensor - 1);
            if (starving) {
                missing = Math.max(missing, (captureNanos - lastNanos + intervalNanos / 2) / intervalNanos - 1);
            }
            more = report(missing);
            number += reported;
        }
        number++;
        any = true;
        starving = false;
        reported = 0;
        sensor = sensorSequence;
        lastNanos = captureNanos;
        return more;
    }

    /** A picture came that nobody asked for. */
    void skips(long sensorSequence) {
        sensor = sensorSequence;
    }

    private long report(long missing) {
        long more = Math.max(0, missing - reported);
        reported += more;
        return more;
    }

    /** The number of the picture that came last, from 0. */
    long number() {
        return number;
    }
}
