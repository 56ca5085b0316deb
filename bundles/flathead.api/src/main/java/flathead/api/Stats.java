package flathead.api;

import java.util.List;

/**
 * Counters of a part since it was opened, as of one instant. {@code in = out + dropped + inFlight} where a part makes
 * one picture of one.
 *
 * @param in pictures taken
 * @param out pictures passed on
 * @param dropped pictures taken or due, and not passed on
 * @param inFlight pictures held now
 * @param keyframes of {@code out}, those at which decoding can start; 0 for raw pictures
 * @param bytes in {@code out}; 0 for raw pictures
 * @param network what the peers' reports say, or null where there is no network
 * @param latency how old pictures were on arrival here by the instant that is painted into them, or null where there is
 *     none
 * @param captureLatency the same by {@link Media#captureNanos()}, of pictures where that is of {@link
 *     TimeQuality#CAPTURE}; null where there are none
 * @param ages all of what {@code captureLatency} is the last of, since the part was opened; null where none are kept
 * @param coders what the place of an encoder or decoder has seen; null of anything else
 * @param viewers who look at what a sink shows; negative of anything else
 */
public record Stats(long in, long out, long dropped, int inFlight, long keyframes, long bytes, Network network,
        Latency latency, Latency captureLatency, Ages ages, Coders coders, int viewers) {
    /** Nothing yet. */
    public static final Stats NONE = new Stats(0, 0, 0, 0, 0, 0, null, null);

    private static final int NOT_SHOWN = -1;

    /** Counters of a part that keeps the ages of the last few seconds. */
    public Stats(long in, long out, long dropped, int inFlight, long keyframes, long bytes, Network network,
            Latency latency, Latency captureLatency) {
        this(in, out, dropped, inFlight, keyframes, bytes, network, latency, captureLatency, null, null, NOT_SHOWN);
    }

    /** Counters of a part that knows of no time of capture. */
    public Stats(long in, long out, long dropped, int inFlight, long keyframes, long bytes, Network network,
            Latency latency) {
        this(in, out, dropped, inFlight, keyframes, bytes, network, latency, null);
    }

    /** Counters of a part with neither network nor latency. */
    public Stats(long in, long out, long dropped, int inFlight, long keyframes, long bytes) {
        this(in, out, dropped, inFlight, keyframes, bytes, null, null);
    }

    /** The same of a part that keeps all ages. */
    public Stats with(Ages all) {
        return new Stats(in, out, dropped, inFlight, keyframes, bytes, network, latency, captureLatency, all, coders,
            viewers);
    }

    /** The same of the place of an encoder or decoder. */
    public Stats with(Coders seen) {
        return new Stats(in, out, dropped, inFlight, keyframes, bytes, network, latency, captureLatency, ages, seen,
            viewers);
    }

    /** The same of a sink that shows what it gets to this many. */
    public Stats withViewers(int looking) {
        return new Stats(in, out, dropped, inFlight, keyframes, bytes, network, latency, captureLatency, ages, coders,
            looking);
    }

    /**
     * What the place of a stream's encoder or decoder has seen.
     *
     * @param opened how often one was put in place; each but the first is a swap
     * @param faults how often one failed, or was left behind as it hung
     */
    public record Coders(long opened, long faults) {
    }

    /**
     * How many pictures were how old, as a histogram since the part was opened.
     *
     * @param counts of the pictures up to each of {@link #BOUNDS}, and above the one before; the last is of those above
     *     all
     * @param sumMillis of all ages, in milliseconds
     */
    public record Ages(List<Long> counts, double sumMillis) {
        /** Upper bounds of all buckets but the last, in milliseconds. */
        public static final List<Integer> BOUNDS = List.of(1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 75, 100, 150, 200, 300,
            500);

        /** As many as there are buckets. */
        public Ages {
            counts = List.copyOf(counts);
            if (counts.size() != BOUNDS.size() + 1) {
                throw new IllegalArgumentException(counts.size() + " counts of " + (BOUNDS.size() + 1) + " buckets");
            }
        }
    }

    /**
     * A peer connection's RTP counters (RFC 3550).
     *
     * @param codec as it travels
     * @param packets sent or received, without retransmissions
     * @param lost the receiver's cumulative number of packets lost; recovered ones do not count where RTX is in use
     * @param retransmitted sent or received again (RFC 4588)
     * @param keyframeRequests PLI and FIR sent or received
     * @param bytes of RTP payload
     * @param roundTripMillis the last measured, negative if none was
     */
    public record Network(Codec codec, long packets, long lost, long retransmitted, long keyframeRequests, long bytes,
            double roundTripMillis) {
    }

    /**
     * How old pictures were on arrival here, over the last few seconds.
     *
     * @param p50 median, in milliseconds
     * @param p95 95th percentile, in milliseconds
     * @param p99 99th percentile, in milliseconds
     * @param samples how many pictures these are taken from
     */
    public record Latency(double p50, double p95, double p99, long samples) {
    }
}
