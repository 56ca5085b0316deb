package flathead.webrtc.rtp.internal.receive;

import flathead.api.ReceiverStatus;
import flathead.api.TimeQuality;

/**
 * When pictures were captured, by this host's monotonic clock. Two steps: from the media's timestamp to the sender's
 * clock, by a stamp of the picture's capture (abs-capture-time) or, without, by the sender's reports; and from there to
 * ours, by {@link ClockOffset}. A picture without a stamp of its own goes by the last one: between two stamps a media
 * clock does not drift by anything that matters.
 */
final class CaptureTimes {
    private static final long SECOND = 1_000_000_000L;
    /** From 1900, where NTP begins, to 1970. */
    private static final long NTP_EPOCH_NANOS = 2_208_988_800L * SECOND;

    private final ClockOffset offset = new ClockOffset();
    private boolean stamped;
    private long stampNanos;
    private int stampTimestamp;
    private boolean reported;
    private long reportNanos;
    private int reportTimestamp;
    private TimeQuality quality = TimeQuality.ARRIVAL;
    private long senderNanos;

    /** Another source: its timestamps are others; the sender's clock is the same. */
    void clear() {
        stamped = false;
        reported = false;
        quality = TimeQuality.ARRIVAL;
    }

    /** NTP time in nanoseconds since 1900. */
    static long nanos(long ntp) {
        return (ntp >>> 32) * SECOND + ((ntp & 0xffff_ffffL) * SECOND >>> 32);
    }

    /** A packet says when its picture was captured. */
    void stamp(long ntp, int timestamp) {
        stamped = true;
        stampNanos = nanos(ntp);
        stampTimestamp = timestamp;
    }

    /** A sender report arrived. */
    void report(long ntp, int timestamp, long nowNanos) {
        reported = true;
        reportNanos = nanos(ntp);
        reportTimestamp = timestamp;
        offset.read(reportNanos, -1, nowNanos);
    }

    /** The report that arrived just now also told the round trip. */
    void exchange(long tripNanos, long nowNanos) {
        if (reported) {
            offset.read(reportNanos, tripNanos, nowNanos);
        }
    }

    /**
     * When a picture was captured, as well as it is known; {@link #quality()} says how well.
     *
     * @param arrivalNanos when it arrived; no picture is captured later than that
     */
    long capture(int timestamp, long arrivalNanos) {
        if (!offset.known() || !stamped && !reported) {
            quality = TimeQuality.ARRIVAL;
            return arrivalNanos;
        }
        quality = stamped && offset.bounded() ? TimeQuality.CAPTURE : TimeQuality.ESTIMATED;
        int ticks = timestamp - (stamped ? stampTimestamp : reportTimestamp);
        senderNanos = (stamped ? stampNanos : reportNanos) + ticks * 100_000L / 9;
        return Math.min(arrivalNanos, offset.local(senderNanos));
    }

    /** When the last picture was captured by the sender's clock; nothing if its quality is ARRIVAL. */
    long senderNanos() {
        return senderNanos;
    }

    /** Of the last picture. */
    TimeQuality quality() {
        return quality;
    }

    /**
     * The state of all this. Allocates the record.
     *
     * @param wallOffsetNanos what to add to our monotonic clock to get nanoseconds since 1970
     */
    ReceiverStatus.Clock clock(long nowNanos, long wallOffsetNanos) {
        if (!offset.known()) {
            return ReceiverStatus.Clock.UNKNOWN;
        }
        long error = offset.errorNanos(nowNanos);
        return new ReceiverStatus.Clock(quality,
            (offset.offsetNanos(nowNanos) - NTP_EPOCH_NANOS - wallOffsetNanos) / 1e6,
            error < 0 ? Double.NaN : error / 1e6, offset.drifting() ? offset.drift() * 1e6 : Double.NaN);
    }
}
