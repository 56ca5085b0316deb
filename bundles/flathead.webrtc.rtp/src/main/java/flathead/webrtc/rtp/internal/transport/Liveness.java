package flathead.webrtc.rtp.internal.transport;

/**
 * Decides from the other side's authentic packets, and its answers to {@link Consent}, whether it is still there. RFC
 * 7675 lets a sender go on for 30 s without an answer; a robot whose server died is better off offering again soon. Not
 * thread-safe; times are nanoseconds of one monotonic clock.
 */
public final class Liveness {
    /** It sends nothing, and a check and its repetitions went unanswered. */
    public static final long DISCONNECTED_NANOS = 2_500_000_000L;
    /** As long as this it does not come back by itself. */
    public static final long FAILED_NANOS = 5_000_000_000L;
    /** It may send as much as it likes: without consent it must not be sent to for longer (RFC 7675, section 5.1). */
    public static final long EXPIRED_NANOS = 30_000_000_000L;

    private long consent;
    private long heard;

    /** What is to be thought of the other side. */
    public enum Verdict {
        /** It answers or sends. */
        ALIVE,
        /** It has been silent for {@link #DISCONNECTED_NANOS}. */
        SILENT,
        /** It has been silent for {@link #FAILED_NANOS}. */
        GONE,
        /** It has not agreed to be sent to for {@link #EXPIRED_NANOS}, whatever it sends. */
        UNWILLING
    }

    /** Begins with consent given. */
    public Liveness(long nowNanos) {
        consent = nowNanos;
        heard = nowNanos;
    }

    /** It answered. */
    public void consented(long nowNanos) {
        consent = nowNanos;
    }

    /** It sent something that only it can have sent. */
    public void heard(long nowNanos) {
        heard = nowNanos;
    }

    private long silentNanos(long nowNanos) {
        return Math.min(nowNanos - consent, nowNanos - heard);
    }

    /** What to think now. */
    public Verdict verdict(long nowNanos) {
        long silent = silentNanos(nowNanos);
        if (silent >= FAILED_NANOS) {
            return Verdict.GONE;
        }
        if (nowNanos - consent >= EXPIRED_NANOS) {
            return Verdict.UNWILLING;
        }
        return silent >= DISCONNECTED_NANOS ? Verdict.SILENT : Verdict.ALIVE;
    }

    /** How long until the verdict may change without an answer or a packet; positive. */
    public long waitNanos(long nowNanos) {
        long silent = silentNanos(nowNanos);
        long next = (silent < DISCONNECTED_NANOS ? DISCONNECTED_NANOS : FAILED_NANOS) - silent;
        return Math.max(1, Math.min(next, EXPIRED_NANOS - (nowNanos - consent)));
    }
}
