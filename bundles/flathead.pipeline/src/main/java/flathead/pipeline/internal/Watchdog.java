package flathead.pipeline.internal;

import flathead.api.NanoClock;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Finds out whether a coder hangs: something is awaited of it, and since its last sign of life so many pictures came by
 * and their intervals passed as well, but for half a one, since pictures come a little early and late.
 * Pictures alone would blame it for a burst, time alone for a camera that paused. What waits for the thread that feeds
 * it is not its fault.
 *
 * <p>{@code tick} is called by the source's thread, which neither waits nor allocates here; the rest by any.
 */
final class Watchdog {
    /** Opening may load a library or set up a device. */
    private static final long OPENING_NANOS = 2_000_000_000L;

    private final NanoClock clock;
    private final int patience;
    private final AtomicInteger signs = new AtomicInteger();
    private volatile long signNanos;
    private volatile long enteredNanos;
    private volatile long patienceNanos = Long.MAX_VALUE;
    private volatile boolean opening;
    private volatile boolean called;
    private volatile boolean owes;
    private int seen;
    private int pictures;

    /**
     * @param patience a coder that made nothing while this many pictures came by hangs
     */
    Watchdog(NanoClock clock, int patience) {
        this.clock = clock;
        this.patience = patience;
    }

    /** A call into a coder begins; {@code open} has longer than the others. */
    void enter(boolean open) {
        opening = open;
        if (!owes || open) {
            sign();
        }
        enteredNanos = clock.nanos();
        called = true;
    }

    /** The call came back; {@code nowOwes} tells whether the coder still holds pictures. */
    void leave(boolean nowOwes) {
        owes = nowOwes;
        opening = false;
        called = false;
    }

    /** The coder made a picture. */
    void sign() {
        signNanos = clock.nanos();
        signs.incrementAndGet();
    }

    /**
     * A picture came by.
     *
     * @param held pictures inside the coder now
     * @param intervalNanos from one picture to the next
     * @param slowness doubles the pictures and the time that it has; 0 for the usual ones
     * @return whether the coder hangs
     */
    boolean tick(int held, long intervalNanos, int slowness) {
        int now = signs.get();
        if (now != seen || !awaited(held)) {
            seen = now;
            pictures = 0;
        }
        if (!awaited(held) || ++pictures < patience << slowness) {
            return false;
        }
        patienceNanos = Math.max(opening ? OPENING_NANOS : 0,
            (patience * intervalNanos << slowness) - intervalNanos / 2);
        return silent(held);
    }

    /** Whether what a tick said still holds: whoever acts on it may have had to wait itself. */
    boolean silent(int held) {
        return awaited(held) && clock.nanos() - signNanos >= patienceNanos;
    }

    /** Whether it is one call that it hangs in, not merely one of many in which nothing came out. */
    boolean inACall() {
        return called && clock.nanos() - enteredNanos >= patienceNanos;
    }

    private boolean awaited(int held) {
        return called || owes && held > 0;
    }
}
