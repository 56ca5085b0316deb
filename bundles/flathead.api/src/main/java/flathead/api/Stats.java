package flathead.api;

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
 */
public record Stats(long in, long out, long dropped, int inFlight, long keyframes, long bytes, Network network,
        Latency latency, Latency captureLatency) {
    /** Nothing yet. */
    public static final Stats NONE = new Stats(0, 0, 0, 0, 0, 0, null, null);

    /** Counters of a part that knows of no time of capture. */
    public Stats(long in, long out, long dropped, int inFlight, long keyframes, long bytes, Network network,
            Latency latency) {
        this(in, out, dropped, inFlight, keyframes, bytes, network, latency, null);
    }

    /** Counters of a part with neither network nor latency. */
    public Stats(long in, long out, long dropped, int inFlight, long keyframes, long bytes) {
        this(in, out, dropped, inFlight, keyframes, bytes, null, null);
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
