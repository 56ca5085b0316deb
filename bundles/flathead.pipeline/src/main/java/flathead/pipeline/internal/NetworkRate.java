package flathead.pipeline.internal;

import flathead.api.NanoClock;
import flathead.api.Stats;

/** Bits a second, from a byte counter that is read about once a second, over the last four readings. */
final class NetworkRate {
    private static final int READINGS = 5;

    private final NanoClock clock;
    private final long[] bytes = new long[READINGS];
    private final long[] at = new long[READINGS];
    private int count;
    private volatile double bitsPerSecond;

    NetworkRate(NanoClock clock) {
        this.clock = clock;
    }

    /** By one thread. */
    void sample(Stats.Network network) {
        if (network == null) {
            return;
        }
        int last = count % READINGS;
        bytes[last] = network.bytes();
        at[last] = clock.nanos();
        count++;
        int oldest = count < READINGS ? 0 : count % READINGS;
        if (at[last] > at[oldest]) {
            bitsPerSecond = Math.max(0, bytes[last] - bytes[oldest]) * 8e9 / (at[last] - at[oldest]);
        }
    }

    double bitsPerSecond() {
        return bitsPerSecond;
    }
}
