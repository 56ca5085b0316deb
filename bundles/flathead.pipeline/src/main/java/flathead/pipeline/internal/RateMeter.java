package flathead.pipeline.internal;

import flathead.api.NanoClock;

/**
 * Pictures and bits a second over the last two seconds. One thread adds, any reads; a reader may see a picture more or
 * less.
 */
final class RateMeter {
    private static final int BUCKETS = 9;
    private static final long BUCKET_NANOS = 250_000_000L;

    private final NanoClock clock;
    private final long start;
    private final long[] epochs = new long[BUCKETS];
    private final long[] pictures = new long[BUCKETS];
    private final long[] bytes = new long[BUCKETS];
    private volatile long lastNanos;
    private volatile boolean any;

    RateMeter(NanoClock clock) {
        this.clock = clock;
        this.start = clock.nanos();
        java.util.Arrays.fill(epochs, -1);
    }

    void add(int size) {
        long now = clock.nanos();
        long epoch = (now - start) / BUCKET_NANOS;
        int at = (int) (epoch % BUCKETS);
        if (epochs[at] != epoch) {
            epochs[at] = epoch;
            pictures[at] = 0;
            bytes[at] = 0;
        }
        pictures[at]++;
        bytes[at] += size;
        lastNanos = now;
        any = true;
    }

    double picturesPerSecond() {
        return perSecond(pictures);
    }

    double bitsPerSecond() {
        return 8 * perSecond(bytes);
    }

    private double perSecond(long[] counts) {
        if (!any) {
            return 0;
        }
        // The bucket being filled is left out, so that the window is a whole number of buckets.
        long current = (clock.nanos() - start) / BUCKET_NANOS;
        long sum = 0;
        for (int i = 0; i < BUCKETS; i++) {
            if (epochs[i] >= 0 && epochs[i] < current && epochs[i] >= current - (BUCKETS - 1)) {
                sum += counts[i];
            }
        }
        long window = Math.min(current, BUCKETS - 1);
        return window == 0 ? 0 : sum * 1e9 / (window * BUCKET_NANOS);
    }

    /** Nanoseconds since the last picture; {@link Long#MAX_VALUE} before the first. */
    long idleNanos() {
        return any ? clock.nanos() - lastNanos : Long.MAX_VALUE;
    }
}
