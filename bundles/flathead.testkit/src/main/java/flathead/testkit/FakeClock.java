package flathead.testkit;

import flathead.api.NanoClock;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that moves when a test says so. Any thread. */
public final class FakeClock implements NanoClock {
    private final AtomicLong now;

    /** Starts somewhere that is not zero, as real monotonic clocks do. */
    public FakeClock() {
        this(1_000_000_000_000L);
    }

    /** Starts at {@code nanos}. */
    public FakeClock(long nanos) {
        now = new AtomicLong(nanos);
    }

    @Override
    public long nanos() {
        return now.get();
    }

    /** Moves on, and answers the new time. */
    public long advance(long nanos) {
        return now.addAndGet(nanos);
    }

    /** Moves on by milliseconds, and answers the new time. */
    public long advanceMillis(long millis) {
        return advance(millis * 1_000_000L);
    }
}
