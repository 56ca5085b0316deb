package flathead.signaling.socketio.client.internal;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: a quarter of a second, twice as long each time, at most the longest; each
 * wait is shortened at random by up to half, so that many clients of one server do not come all at once.
 */
final class Backoff {
    private static final long FIRST_MILLIS = 250;

    private final RandomGenerator random;
    private long longestMillis;
    private long nextMillis = FIRST_MILLIS;

    Backoff(RandomGenerator random, Duration longest) {
        this.random = random;
        longest(longest);
    }

    /** Changes the longest wait. */
    void longest(Duration longest) {
        longestMillis = longest.toMillis();
    }

    /** The next wait, in milliseconds. */
    long nextMillis() {
        long wait = Math.min(nextMillis, longestMillis);
        nextMillis = Math.min(nextMillis * 2, longestMillis);
        return wait - random.nextLong(wait / 2 + 1);
    }

    /** Begins anew, as after a success. */
    void reset() {
        nextMillis = FIRST_MILLIS;
    }
}
