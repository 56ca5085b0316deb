package flathead.signaling.care;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: at first the shortest, twice as long each time, at most the longest; each
 * wait is shortened at random by up to half, so that many clients of one server do not come all at once.
 */
public final class Backoff {
    private final RandomGenerator random;
    private final long shortestMillis;
    private long longestMillis;
    private long nextMillis;

    /** Begins with the shortest wait. */
    public Backoff(RandomGenerator random, Duration shortest, Duration longest) {
        this.random = random;
        shortestMillis = shortest.toMillis();
        longest(longest);
        nextMillis = shortestMillis;
    }

    /** Changes the longest wait. */
    public void longest(Duration longest) {
        longestMillis = longest.toMillis();
    }

    /** The next wait, in milliseconds. */
    public long nextMillis() {
        long wait = Math.min(nextMillis, longestMillis);
        nextMillis = Math.min(nextMillis * 2, longestMillis);
        return wait - random.nextLong(wait / 2 + 1);
    }

    /** Begins anew, as after a success. */
    public void reset() {
        nextMillis = shortestMillis;
    }
}
