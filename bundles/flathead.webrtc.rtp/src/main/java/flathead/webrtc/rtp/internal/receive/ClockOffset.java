package flathead.webrtc.rtp.internal.receive;

/**
 * How far the sender's clock is ahead of ours, and how fast that changes, from exchanges of times there and back, as
 * NTP does it (RFC 5905, section 8): the clocks are compared half way of a round trip, so the error is at most half of
 * it, however unequal the two ways are. The exchange with the shortest round trip counts, unless it is so old that the
 * clocks may have drifted apart by more; the drift is the line through the good exchanges of the last minute.
 *
 * <p>Without answers there are only arrivals: then the delay of the one that came quickest is not known, and so neither
 * is the error.
 */
final class ClockOffset {
    /** Crystals are within this. */
    private static final double MOST_DRIFT = 200e-6;
    /** What may be left of the drift where it is known. */
    private static final double REST_DRIFT = 20e-6;
    /** How long the question was held is told in 65536ths of a second. */
    private static final long RESOLUTION_NANOS = 16_000;
    private static final int SAMPLES = 64;
    private static final int FEWEST = 6;
    private static final long LEAST_SPAN_NANOS = 8_000_000_000L;
    /** Among the good ones are those that took at most this much longer than the quickest. */
    private static final long GOOD_NANOS = 2_000_000;

    private final long[] times = new long[SAMPLES];
    private final long[] offsets = new long[SAMPLES];
    private final long[] trips = new long[SAMPLES];
    private int next;
    private int count;
    private int quickest;
    private int anchor;
    private double drift;
    private boolean drifting;
    private boolean exchanged;

    /**
     * The sender's clock was read, and its answer arrived.
     *
     * @param senderNanos what it said
     * @param tripNanos the round trip, without the time that the sender held the question; negative if it is not known
     * @param nowNanos when it arrived
     */
    void read(long senderNanos, long tripNanos, long nowNanos) {
        boolean known = tripNanos >= 0;
        if (!known && exchanged) {
            return;
        }
        if (known && !exchanged) {
            exchanged = true;
            count = 0;
        }
        times[next] = nowNanos;
        trips[next] = Math.max(0, tripNanos);
        offsets[next] = senderNanos - nowNanos + trips[next] / 2;
        next = (next + 1) % SAMPLES;
        count = Math.min(SAMPLES, count + 1);
        if (exchanged) {
            choose(nowNanos);
        } else {
            chooseQuickest();
        }
    }

    private int sample(int age) {
        return (next - 1 - age + SAMPLES) % SAMPLES;
    }

    /** Of arrivals alone: the one that seems earliest by the sender's clock. */
    private void chooseQuickest() {
        anchor = sample(0);
        for (int age = 0; age < count; age++) {
            if (offsets[sample(age)] - offsets[anchor] > 0) {
                anchor = sample(age);
            }
        }
    }

    private void choose(long nowNanos) {
        quickest = sample(0);
        for (int age = 0; age < count; age++) {
            if (trips[sample(age)] < trips[quickest]) {
                quickest = sample(age);
            }
        }
        line();
        anchor = sample(0);
        double best = Double.MAX_VALUE;
        for (int age = 0; age < count; age++) {
            double error = error(sample(age), nowNanos);
            if (error < best) {
                best = error;
                anchor = sample(age);
            }
        }
    }

    private double error(int sample, long nowNanos) {
        double rate = drifting ? REST_DRIFT : MOST_DRIFT;
        return RESOLUTION_NANOS + trips[sample] / 2.0 + rate * (nowNanos - times[sample]);
    }

    /** Least squares over the good samples. */
    private void line() {
        int good = 0;
        double meanTime = 0;
        double meanOffset = 0;
        long first = times[quickest];
        long last = first;
        for (int age = 0; age < count; age++) {
            int sample = sample(age);
            if (isGood(sample)) {
                good++;
                meanTime += times[sample] - times[quickest];
                meanOffset += offsets[sample] - offsets[quickest];
                first = Math.min(first, times[sample]);
                last = Math.max(last, times[sample]);
            }
        }
        drifting = good >= FEWEST && last - first >= LEAST_SPAN_NANOS;
        if (!drifting) {
            drift = 0;
            return;
        }
        meanTime /= good;
        meanOffset /= good;
        double squares = 0;
        double products = 0;
        for (int age = 0; age < count; age++) {
            int sample = sample(age);
            if (isGood(sample)) {
                double time = times[sample] - times[quickest] - meanTime;
                squares += time * time;
                products += time * (offsets[sample] - offsets[quickest] - meanOffset);
            }
        }
        drift = Math.max(-MOST_DRIFT, Math.min(MOST_DRIFT, products / squares));
    }

    private boolean isGood(int sample) {
        return trips[sample] <= trips[quickest] + GOOD_NANOS;
    }

    /** Whether anything is known at all. */
    boolean known() {
        return count > 0;
    }

    /** Whether {@link #errorNanos} is known. */
    boolean bounded() {
        return exchanged;
    }

    /** An instant of the sender's clock in ours. */
    long local(long senderNanos) {
        long near = senderNanos - offsets[anchor];
        return near - Math.round(drift * (near - times[anchor]));
    }

    /** By how much the sender's clock is ahead of ours. */
    long offsetNanos(long nowNanos) {
        return offsets[anchor] + Math.round(drift * (nowNanos - times[anchor]));
    }

    /** By how much {@link #local} may be wrong; negative if that is not known. */
    long errorNanos(long nowNanos) {
        return exchanged ? (long) error(anchor, nowNanos) : -1;
    }

    /** Whether the drift is known. */
    boolean drifting() {
        return drifting;
    }

    /** By how much faster the sender's clock runs, as a fraction; 0 while it is not known. */
    double drift() {
        return drift;
    }
}
