package flathead.webrtc.libwebrtc.internal;

import flathead.api.VideoFormat;

/**
 * The rate that a received stream's format names. RTP does not tell it, so it is 30 until the arrivals of at least two
 * seconds say otherwise, and changes only when they differ from it by more than a quarter: a format that follows every
 * jitter would be of no use. A gap of more than two seconds begins a new measurement. One thread.
 */
final class NominalRate {
    /** What is assumed before anything was measured, in pictures a second. */
    static final int ASSUMED = 30;
    private static final long WINDOW_NANOS = 2_000_000_000L;
    private static final int FEWEST_INTERVALS = 4;

    private int nominal = ASSUMED;
    private long begin;
    private long last;
    private int intervals = -1;

    /** A picture came. Answers the nominal rate from now on, 1 to {@link VideoFormat#MAX_FPS}. */
    int arrived(long nanos) {
        if (intervals < 0 || nanos - last > WINDOW_NANOS) {
            restart(nanos);
            return nominal;
        }
        last = nanos;
        intervals++;
        long elapsed = nanos - begin;
        if (elapsed >= WINDOW_NANOS && intervals >= FEWEST_INTERVALS) {
            double measured = intervals * 1e9 / elapsed;
            if (Math.abs(measured - nominal) > nominal / 4.0) {
                nominal = (int) Math.max(1, Math.min(VideoFormat.MAX_FPS, Math.round(measured)));
            }
            restart(nanos);
        }
        return nominal;
    }

    private void restart(long nanos) {
        begin = nanos;
        last = nanos;
        intervals = 0;
    }
}
