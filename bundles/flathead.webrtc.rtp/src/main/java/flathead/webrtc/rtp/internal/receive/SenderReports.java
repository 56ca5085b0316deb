package flathead.webrtc.rtp.internal.receive;

import flathead.webrtc.rtp.internal.rtp.RoundTrip;
import flathead.webrtc.rtp.internal.rtp.RtcpListener;

/** What the sender says: its reports, to be answered, and the answers to ours, which tell the round trip. */
final class SenderReports implements RtcpListener {
    private final int ssrc;
    private final RoundTrip roundTrip;
    private final MissingPackets missing;
    private final CaptureTimes times;
    private long nowNanos;
    private int source;
    private boolean reported;
    private int lastReport;
    private long reportNanos;
    private boolean left;

    /** With our SSRC. */
    SenderReports(int ssrc, RoundTrip roundTrip, MissingPackets missing, CaptureTimes times) {
        this.ssrc = ssrc;
        this.roundTrip = roundTrip;
        this.missing = missing;
        this.times = times;
    }

    /** What comes next arrived now. */
    void at(long now) {
        nowNanos = now;
    }

    /** The source of the media is this one. */
    void source(int now) {
        if (source != now) {
            source = now;
            reported = false;
            left = false;
        }
    }

    @Override
    public void senderReport(int from, long ntp, int timestamp) {
        if (from == source) {
            reported = true;
            lastReport = (int) (ntp >> 16);
            reportNanos = nowNanos;
            times.report(ntp, timestamp, nowNanos);
        }
    }

    @Override
    public void delaySinceReference(int about, int time, int delay) {
        if (about == ssrc && roundTrip.answered(time, delay, nowNanos)) {
            missing.roundTrip(roundTrip.nanos());
            if (reported && reportNanos == nowNanos) {
                // Both came in one packet: our question, how long it was held, and the sender's clock.
                times.exchange(roundTrip.nanos(), nowNanos);
            }
        }
    }

    /** Middle 32 bits of the NTP time of the last report; 0 if none came. */
    int lastReport() {
        return reported ? lastReport : 0;
    }

    /** Since it came, in 65536ths of a second. */
    int delay(long now) {
        return reported ? (int) ((now - reportNanos) * 65_536 / 1_000_000_000L) : 0;
    }

    @Override
    public void bye(int from) {
        left |= from == source;
    }

    /** Whether the sender said goodbye. */
    boolean left() {
        return left;
    }

    @Override
    public void report(int about, int fraction, int lost, int highest, int jitter, int last, int delay) {
    }

    @Override
    public void nack(int about, int sequence) {
    }

    @Override
    public void pictureLoss(int about) {
    }

    @Override
    public void fullPicture(int sender, int about, int request) {
    }

    @Override
    public void bitrate(int about, long bitsPerSecond) {
    }

    @Override
    public void referenceTime(int sender, int time) {
    }

    @Override
    public void arrived(int sequence, long arrivalMicros) {
    }

    @Override
    public void missing(int sequence) {
    }

    @Override
    public void transportFeedbackEnded() {
    }
}
