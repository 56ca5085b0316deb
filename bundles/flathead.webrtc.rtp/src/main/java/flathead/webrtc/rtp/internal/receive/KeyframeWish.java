package flathead.webrtc.rtp.internal.receive;

/** When to ask the sender for a keyframe: at once, but once a second at most, and again until one comes. */
final class KeyframeWish {
    static final long INTERVAL_NANOS = 1_000_000_000L;

    private boolean wished;
    private boolean asked;
    private long askedNanos;
    private long requests;

    /** A keyframe is wanted. */
    void wish() {
        wished = true;
    }

    /** One came, or is on its way. */
    void fulfilled() {
        wished = false;
    }

    /** How long until it is time to ask: 0 if now, {@link Long#MAX_VALUE} if never. */
    long waitNanos(long nowNanos) {
        if (!wished) {
            return Long.MAX_VALUE;
        }
        return asked ? Math.max(0, askedNanos + INTERVAL_NANOS - nowNanos) : 0;
    }

    /** It was asked for; it stays a wish until it comes. */
    void asked(long nowNanos) {
        asked = true;
        askedNanos = nowNanos;
        requests++;
    }

    long requests() {
        return requests;
    }
}
