package flathead.pipeline.internal;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the pictures that did not get through, and says how many of them are worth a line in the log: who comes late
 * to an encoded stream waits for its next keyframe, and what passes by meanwhile is no fault, unless none comes.
 *
 * <p>{@link #toTell()} by one thread, the rest by any.
 */
final class Dropped {
    private final AtomicLong count = new AtomicLong();
    private volatile boolean begins;
    private volatile long excused;
    private long told;
    private boolean waited;

    void one() {
        count.incrementAndGet();
    }

    long count() {
        return count.get();
    }

    /** Somebody waits for a keyframe to begin with. */
    void begins() {
        begins = true;
    }

    /** Pictures get through; cheap if they did before. */
    void begun() {
        if (begins) {
            excused = count.get();
            begins = false;
        }
    }

    /** Whether a keyframe to begin with is still waited for. */
    boolean waits() {
        return begins;
    }

    /** How many more there are than the last time; a keyframe that is waited for has until the next time. */
    long toTell() {
        long now = count.get();
        long more = Math.max(0, now - Math.max(told, excused));
        boolean first = begins && more > 0 && !waited;
        waited = begins && more > 0;
        if (first) {
            return 0;
        }
        told = now;
        return more;
    }
}
