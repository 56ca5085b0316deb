package flathead.webrtc.rtp.internal.rtp;

/** Turns instants of the monotonic clock into RTP timestamps at 90 kHz. The first instant gets the start value. */
final class MediaClock {
    private final int start;
    private boolean running;
    private long origin;

    MediaClock(int start) {
        this.start = start;
    }

    /** Whether there was a first instant. */
    boolean running() {
        return running;
    }

    /** The timestamp of an instant, before or after the first. Wraps as RTP timestamps do. */
    int timestamp(long nanos) {
        if (!running) {
            running = true;
            origin = nanos;
        }
        return start + (int) Math.floorDiv((nanos - origin) * 9, 100_000L);
    }
}
