package flathead.webrtc.rtp.internal.transport;

/**
 * Decides from the other side's consent (RFC 7675), which is asked for once a second, whether it is still there. RFC
 * 7675 lets a sender go on for 30 s without; a robot whose server died is better off offering again soon. Not
 * thread-safe; times are nanoseconds of one monotonic clock.
 */
public final class Liveness {
    /** Two checks and their repetitions went unanswered. */
    public static final long DISCONNECTED_NANOS = 2_500_000_000L;
    /** As long as this it does not come back by itself. */
    public static final long FAILED_NANOS = 5_000_000_000L;

    private long consent;

    /** What is to be thought of the other side. */
    public enum Verdict {
        /** It answers. */
        ALIVE,
        /** It has been silent for {@link #DISCONNECTED_NANOS}. */
        SILENT,
        /** It has been silent for {@link #FAILED_NANOS}. */
        GONE
    }

    /** Begins with consent given. */
    public Liveness(long nowNanos) {
        consent = nowNanos;
    }

    /** It answered. */
    public void consented(long nowNanos) {
        consent = nowNanos;
    }

    /** What to think now. */
    public Verdict verdict(long nowNanos) {
        long silent = nowNanos - consent;
        if (silent >= FAILED_NANOS) {
            return Verdict.GONE;
        }
        return silent >= DISCONNECTED_NANOS ? Verdict.SILENT : Verdict.ALIVE;
    }

    /** How long until the verdict may change without an answer; positive. */
    public long waitNanos(long nowNanos) {
        long silent = nowNanos - consent;
        long next = silent < DISCONNECTED_NANOS ? DISCONNECTED_NANOS : FAILED_NANOS;
        return Math.max(1, next - silent);
    }
}
