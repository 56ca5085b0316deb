package flathead.api;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Two pictures that were captured together, lent to a {@link StereoConsumer} for a call: valid until the call returns,
 * for the thread that makes it. The pictures may be kept: who needs one longer retains it and closes it once.
 */
@ProviderType
public interface StereoPair {
    /** Which pair of streams, as it is configured: {@code main}. */
    String name();

    /** Counts the pairs of these streams from 0; a gap is pairs that this consumer was too slow for. */
    long sequence();

    /** The left eye's picture. It comes with its size; the right eye's may have another. */
    Frame left();

    /** The right eye's picture. */
    Frame right();

    /**
     * The left one's instant of capture less the right one's, in nanoseconds: exact where both are by one clock, as
     * those of this host and those of one sender are; else by two estimates.
     */
    long skewNanos();

    /** When the left one was captured, on the host's monotonic clock: its {@link Media#captureNanos()}. */
    long leftNanos();

    /**
     * When the right one was captured, on the host's monotonic clock: {@link #leftNanos()} less {@link #skewNanos()}.
     * Of pictures from elsewhere it may differ from {@link Media#captureNanos()} by what that estimate has changed.
     */
    long rightNanos();

    /** What these times are worth: the worse of the two pictures' qualities, never {@link TimeQuality#ARRIVAL}. */
    TimeQuality quality();
}
