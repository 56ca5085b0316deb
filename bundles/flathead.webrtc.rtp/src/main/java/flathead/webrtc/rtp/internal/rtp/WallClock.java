package flathead.webrtc.rtp.internal.rtp;

import java.time.Instant;

/**
 * The clock that this process tells others: its monotonic clock and one offset, fixed for the process. So it never
 * jumps, and everything that is said in it (reports, times of capture, of all streams) fits together.
 */
public final class WallClock {
    /** What to add to {@link System#nanoTime()} to get nanoseconds since 1970. */
    public static final long OFFSET_NANOS = offset();

    private WallClock() {
    }

    private static long offset() {
        long before = System.nanoTime();
        Instant now = Instant.now();
        long after = System.nanoTime();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano() - (before + (after - before) / 2);
    }
}
