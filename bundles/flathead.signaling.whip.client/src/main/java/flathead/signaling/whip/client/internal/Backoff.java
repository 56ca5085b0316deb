package flathead.signaling.whip.client.internal;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: at first the shortest, twice as long each time, at most the longest; each
 * wait is shortened at random by up to half, so that many clients of one server do not come all at once.
 */
final class Backoff {
    private final RandomGenerator random;
    private final long shortestMillis;
    private final long longestMillis;
    private long nextMillis;

    Backoff(RandomGenerator random, Duration shortest, Duration longest) {
        this.random = random;
        shortestMillis = shortest.toMillis();
        longestMillis = longest.toMillis();
        nextMillis = shortestMillis;
    }

    /** The next wait, in milliseconds. */
    long nextMillis() {
        long wait = Math.min(nextMillis, longestMillis);
        nextMillis = Math.min(nextMillis * 2, longestMillis);
        return wait - random.nextLong(wait / 2 + 1);
    }

    /** Begins anew, as after a success. */
    void reset() {
        nextMillis = shortestMillis;
    }
}
