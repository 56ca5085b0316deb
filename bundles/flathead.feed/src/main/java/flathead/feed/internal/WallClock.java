package flathead.feed.internal;

import java.time.Instant;

/** What to add to the monotonic clock for UTC, looked at now and then: an instant would be an object a picture. */
final class WallClock {
    private volatile long nanos;

    WallClock() {
        look();
    }

    /** Follows the wall clock. */
    void look() {
        Instant now = Instant.now();
        nanos = now.getEpochSecond() * 1_000_000_000L + now.getNano() - System.nanoTime();
    }

    /** UTC since 1970 less the monotonic clock, in nanoseconds. */
    long nanos() {
        return nanos;
    }
}
