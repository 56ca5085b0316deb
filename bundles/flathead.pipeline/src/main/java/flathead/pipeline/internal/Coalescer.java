package flathead.pipeline.internal;

import flathead.api.NanoClock;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets one wish pass an interval and swallows the rest. Who wishes repeats the wish until it is fulfilled, so none is
 * kept for later. Any thread.
 */
final class Coalescer {
    private final NanoClock clock;
    private final long intervalNanos;
    private final AtomicLong last;

    Coalescer(NanoClock clock, long intervalNanos) {
        this.clock = clock;
        this.intervalNanos = intervalNanos;
        this.last = new AtomicLong(clock.nanos() - intervalNanos);
    }

    boolean passes() {
        long now = clock.nanos();
        long before = last.get();
        return now - before >= intervalNanos && last.compareAndSet(before, now);
    }
}
