package flathead.webrtc.rtp.internal.rtp;

/**
 * The time a packet takes there and back: from our sender reports and the receiver's answers to them (RFC 3550, section
 * 6.4.1). An answer counts only if it names a report that we sent.
 */
public final class RoundTrip {
    private static final int REMEMBERED = 16;
    /** Longer cannot be: the report would have been forgotten. */
    private static final long MOST_NANOS = REMEMBERED * 1_000_000_000L;

    private final int[] reports = new int[REMEMBERED];
    private final long[] times = new long[REMEMBERED];
    private int written;
    private long lastNanos = -1;

    /** A sender report with this NTP time left. */
    public void reported(long ntp, long nowNanos) {
        int slot = written++ % REMEMBERED;
        reports[slot] = (int) (ntp >> 16);
        times[slot] = nowNanos;
    }

    /** A report block arrived; false if nothing could be measured. */
    public boolean answered(int lastReport, int delay, long nowNanos) {
        if (lastReport == 0) {
            return false;
        }
        for (int i = 0; i < Math.min(written, REMEMBERED); i++) {
            if (reports[i] == lastReport) {
                long held = (delay & 0xffff_ffffL) * 1_000_000_000L >> 16;
                long trip = nowNanos - times[i] - held;
                if (trip > MOST_NANOS || held > MOST_NANOS) {
                    return false;
                }
                // The delay is rounded to 15 microseconds: on a quick path that may come out below zero.
                lastNanos = Math.max(0, trip);
                return true;
            }
        }
        return false;
    }

    /** The last measured, negative if none was. */
    public long nanos() {
        return lastNanos;
    }
}
