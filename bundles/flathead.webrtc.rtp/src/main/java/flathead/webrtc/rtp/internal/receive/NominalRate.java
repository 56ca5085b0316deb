package flathead.webrtc.rtp.internal.receive;

import flathead.api.VideoFormat;

/**
 * The rate that the format names. RTP does not tell it, so it is {@value #ASSUMED} until the timestamps of two seconds
 * say otherwise, and changes only when they differ from it by more than a quarter.
 */
final class NominalRate {
    static final int ASSUMED = 30;

    private static final int TICKS_PER_SECOND = 90_000;
    private static final int WINDOW_TICKS = 2 * TICKS_PER_SECOND;
    private static final int FEWEST_INTERVALS = 4;

    private int nominal = ASSUMED;
    private boolean begun;
    private int begin;
    private int last;
    private int intervals;

    /** A picture with this timestamp came. */
    void arrived(int timestamp) {
        if (!begun || timestamp - last < 0 || timestamp - last > WINDOW_TICKS) {
            restart(timestamp);
            return;
        }
        last = timestamp;
        intervals++;
        int elapsed = timestamp - begin;
        if (elapsed >= WINDOW_TICKS && intervals >= FEWEST_INTERVALS) {
            double measured = (double) intervals * TICKS_PER_SECOND / elapsed;
            if (Math.abs(measured - nominal) > nominal / 4.0) {
                nominal = (int) Math.max(1, Math.min(VideoFormat.MAX_FPS, Math.round(measured)));
            }
            restart(timestamp);
        }
    }

    private void restart(int timestamp) {
        begun = true;
        begin = timestamp;
        last = timestamp;
        intervals = 0;
    }

    /** 1 to {@link VideoFormat#MAX_FPS}. */
    int fps() {
        return nominal;
    }
}
