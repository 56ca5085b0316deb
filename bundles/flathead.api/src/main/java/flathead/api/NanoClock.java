package flathead.api;

/** The host's monotonic clock, or a test's. Every policy takes one as an argument. */
@FunctionalInterface
public interface NanoClock {
    /** {@link System#nanoTime()}: CLOCK_MONOTONIC on Linux. */
    NanoClock SYSTEM = System::nanoTime;

    /** Nanoseconds since an arbitrary origin; only differences mean anything. */
    long nanos();
}
