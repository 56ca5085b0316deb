package flathead.recorder.internal;

import flathead.api.NanoClock;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * Maps the host's monotonic clock to UTC by one offset, fixed for as long as this bundle runs, so that the times of all
 * files of a run compare exactly, whatever is done to the host's clock meanwhile. Any thread.
 */
final class UtcClock {
    private static final long BILLION = 1_000_000_000L;
    private static final int READINGS = 20;

    private final long offset;

    /**
     * Compares the two clocks now.
     *
     * @param monotonic the host's monotonic clock
     * @param utc nanoseconds since 1970
     */
    UtcClock(NanoClock monotonic, LongSupplier utc) {
        long best = Long.MAX_VALUE;
        long found = 0;
        for (int i = 0; i < READINGS; i++) {
            long before = monotonic.nanos();
            long now = utc.getAsLong();
            long took = monotonic.nanos() - before;
            if (took < best) {
                best = took;
                found = now - before - took / 2;
            }
        }
        offset = found;
    }

    /** That of this host. */
    static UtcClock system() {
        return new UtcClock(NanoClock.SYSTEM, () -> {
            Instant now = Instant.now();
            return now.getEpochSecond() * BILLION + now.getNano();
        });
    }

    /** An instant of the monotonic clock in nanoseconds since 1970, UTC. */
    long utcNanos(long monotonicNanos) {
        return monotonicNanos + offset;
    }

    /** An instant of the monotonic clock. */
    Instant at(long monotonicNanos) {
        return instant(utcNanos(monotonicNanos));
    }

    static Instant instant(long utcNanos) {
        return Instant.ofEpochSecond(Math.floorDiv(utcNanos, BILLION), Math.floorMod(utcNanos, BILLION));
    }
}
