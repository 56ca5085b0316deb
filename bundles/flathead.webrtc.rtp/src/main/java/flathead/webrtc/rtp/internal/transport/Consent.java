package flathead.webrtc.rtp.internal.transport;

/**
 * When to ask the other side whether it goes on agreeing to be sent to (RFC 7675): every {@value #INTERVAL_SECONDS} s
 * while its authentic packets tell that it is there, else every {@value #QUIET_MILLIS} ms, as reports alone come once a
 * second. To ask, or to answer, takes about as much processor as eight pictures. Not thread-safe; times are nanoseconds
 * of one monotonic clock.
 */
final class Consent {
    static final int INTERVAL_SECONDS = 5;
    static final int QUIET_MILLIS = 1_500;
    private static final long INTERVAL_NANOS = INTERVAL_SECONDS * 1_000_000_000L;
    private static final long QUIET_NANOS = QUIET_MILLIS * 1_000_000L;

    private final Runnable ask;
    private long asked;
    private long heard;

    /**
     * Begins with a check that was just answered: that of ICE.
     *
     * @param ask does it
     */
    Consent(long nowNanos, Runnable ask) {
        this.ask = ask;
        asked = nowNanos;
        heard = nowNanos;
    }

    /** An authentic packet came. */
    void heard(long nowNanos) {
        heard = nowNanos;
    }

    /**
     * Asks if it is time to.
     *
     * @return nanoseconds until it may be again
     */
    long turn(long nowNanos) {
        long quiet = Math.max(heard - nowNanos, asked - nowNanos) + QUIET_NANOS;
        long wait = Math.min(quiet, asked - nowNanos + INTERVAL_NANOS);
        if (wait > 0) {
            return wait;
        }
        asked = nowNanos;
        ask.run();
        return QUIET_NANOS;
    }
}
