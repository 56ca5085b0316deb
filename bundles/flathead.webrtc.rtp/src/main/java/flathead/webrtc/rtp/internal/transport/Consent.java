package flathead.webrtc.rtp.internal.transport;

/**
 * When to ask the other side whether it goes on agreeing to be sent to (RFC 7675): every {@value #INTERVAL_SECONDS} s
 * while its authentic packets tell that it is there, else every {@value #QUIET_MILLIS} ms, as reports alone come once a
 * second. To ask, or to answer, takes about as much processor as eight pictures. Not thread-safe; times are nanoseconds
 * of one monotonic clock.
 *
 * <p>The first time it is after {@value #FIRST_MILLIS} ms, because of ice4j at the other end. A check that arrives
 * there together with the answer to its own can make it drop the pair that it chooses from its list; three seconds
 * after the choice it begins to refuse checks of what is not in that list. A check before that puts the pair back.
 */
final class Consent {
    static final int INTERVAL_SECONDS = 5;
    static final int QUIET_MILLIS = 1_500;
    static final int FIRST_MILLIS = 1_000;
    private static final long INTERVAL_NANOS = INTERVAL_SECONDS * 1_000_000_000L;
    private static final long QUIET_NANOS = QUIET_MILLIS * 1_000_000L;

    private final Runnable ask;
    private long due;
    private long quietSince;

    /**
     * Begins with a check that was just answered: that of ICE.
     *
     * @param ask does it
     */
    Consent(long nowNanos, Runnable ask) {
        this.ask = ask;
        due = nowNanos + FIRST_MILLIS * 1_000_000L;
        quietSince = nowNanos;
    }

    /** An authentic packet came. */
    void heard(long nowNanos) {
        quietSince = nowNanos;
    }

    /**
     * Asks if it is time to.
     *
     * @return nanoseconds until it may be again
     */
    long turn(long nowNanos) {
        long wait = Math.min(quietSince - nowNanos + QUIET_NANOS, due - nowNanos);
        if (wait > 0) {
            return wait;
        }
        due = nowNanos + INTERVAL_NANOS;
        quietSince = nowNanos;
        ask.run();
        return QUIET_NANOS;
    }
}
