package flathead.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a state, with a deadline. */
public final class Await {
    private static final long POLL_NANOS = 500_000;

    private Await() {
    }

    /** Returns as soon as the state is there; fails if it is not within ten seconds. */
    public static void until(String what, BooleanSupplier state) {
        until(what, Duration.ofSeconds(10), state);
    }

    /** Returns as soon as the state is there; fails if it is not within {@code limit}. */
    public static void until(String what, Duration limit, BooleanSupplier state) {
        until(() -> what, limit, state);
    }

    /** The same, with a text made only on failure. */
    public static void until(Supplier<String> what, Duration limit, BooleanSupplier state) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!state.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("not within " + limit + ": " + what.get());
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
