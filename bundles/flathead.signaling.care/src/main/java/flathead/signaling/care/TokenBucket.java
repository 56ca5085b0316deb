package flathead.signaling.care;

import flathead.api.NanoClock;

/** Lets so many things through at once, and so many a second after that. Any thread. */
public final class TokenBucket {
    /** Makes buckets by one clock. */
    @FunctionalInterface
    public interface Maker {
        /** A full one; see {@link TokenBucket}. */
        TokenBucket make(int capacity, long nanosPerToken);
    }

    private final NanoClock clock;
    private final long capacity;
    private final long nanosPerToken;
    private long fullAt;

    /**
     * Starts full.
     *
     * @param capacity how many may come at once
     * @param nanosPerToken after how long another may
     */
    public TokenBucket(NanoClock clock, int capacity, long nanosPerToken) {
        this.clock = clock;
        this.capacity = capacity;
        this.nanosPerToken = nanosPerToken;
        this.fullAt = clock.nanos();
    }

    /** Takes one, if there is one. */
    public synchronized boolean tryTake() {
        long now = clock.nanos();
        long from = fullAt - now > 0 ? fullAt : now;
        if (from + nanosPerToken - now > capacity * nanosPerToken) {
            return false;
        }
        fullAt = from + nanosPerToken;
        return true;
    }
}
