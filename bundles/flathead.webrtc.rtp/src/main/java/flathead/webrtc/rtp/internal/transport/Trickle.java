package flathead.webrtc.rtp.internal.transport;

import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Says when the description is due: with all host candidates, and with what servers tell of within {@value
 * #WAIT_MILLIS} ms. Whatever comes later is trickled (RFC 8838). Host candidates never come later, as there are peers
 * that take none which are not in the description. The loop's thread, but for {@link #found}.
 */
final class Trickle {
    static final long WAIT_MILLIS = 500;
    private static final long WAIT_NANOS = WAIT_MILLIS * 1_000_000;

    private final Queue<String> found = new ConcurrentLinkedQueue<>();
    private final Set<String> told = new HashSet<>();
    private boolean begun;
    private boolean described;
    private long deadline;

    /** A candidate attribute's value. Any thread. */
    void found(String candidate) {
        found.add(candidate);
    }

    /**
     * Goes on.
     *
     * @param awaits whether there is something to wait for
     * @param describe tells the description, and answers with its candidates
     * @param trickle tells a candidate
     * @return nanoseconds until it wants to be called again
     */
    long turn(long nowNanos, boolean awaits, Supplier<List<String>> describe, Consumer<String> trickle) {
        if (!begun) {
            begun = true;
            deadline = nowNanos + WAIT_NANOS;
        }
        if (!described) {
            if (awaits && deadline - nowNanos > 0) {
                return deadline - nowNanos;
            }
            described = true;
            told.addAll(describe.get());
        }
        for (String next = found.poll(); next != null; next = found.poll()) {
            if (told.add(next)) {
                trickle.accept(next);
            }
        }
        return Long.MAX_VALUE;
    }
}
