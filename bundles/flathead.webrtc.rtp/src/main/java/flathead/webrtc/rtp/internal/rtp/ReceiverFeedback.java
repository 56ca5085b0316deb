package flathead.webrtc.rtp.internal.rtp;

import flathead.api.Feedback;

/** What the receiver says of our stream, and what follows from it. */
final class ReceiverFeedback implements RtcpListener {
    private final int ssrc;
    private final Feedback upstream;
    private final TransportObserver observer;
    private final Retransmitter retransmitter;
    private final RoundTrip roundTrip;
    private final BitrateWish wish;
    private final SendCount sent;
    private long nowNanos;
    private long keyframeRequests;
    private int lost;
    private int fractionLost;
    private int jitter;
    private boolean fullPictureSeen;
    private int fullPictureSender;
    private int fullPictureRequest;
    private boolean left;
    private boolean timeTold;
    private int timeTeller;
    private int time;
    private long timeNanos;

    ReceiverFeedback(RtpSenderSettings settings, Feedback upstream, TransportObserver observer,
            Retransmitter retransmitter, RoundTrip roundTrip, BitrateWish wish, SendCount sent) {
        this.ssrc = settings.ssrc();
        this.upstream = upstream;
        this.observer = observer;
        this.retransmitter = retransmitter;
        this.roundTrip = roundTrip;
        this.wish = wish;
        this.sent = sent;
    }

    /** What comes next arrived now. */
    void at(long now) {
        nowNanos = now;
    }

    @Override
    public void report(int source, int fraction, int cumulative, int highest, int ticks, int lastReport, int delay) {
        if (source != ssrc) {
            return;
        }
        fractionLost = fraction;
        lost = cumulative;
        jitter = ticks;
        if (roundTrip.answered(lastReport, delay, nowNanos)) {
            retransmitter.roundTrip(roundTrip.nanos());
        }
    }

    @Override
    public void nack(int source, int sequence) {
        if (source == ssrc) {
            retransmitter.missing(sequence, nowNanos);
        }
    }

    @Override
    public void pictureLoss(int source) {
        if (source == ssrc) {
            keyframe();
        }
    }

    @Override
    public void fullPicture(int sender, int source, int request) {
        if (source != ssrc || fullPictureSeen && sender == fullPictureSender && request == fullPictureRequest) {
            return;
        }
        fullPictureSeen = true;
        fullPictureSender = sender;
        fullPictureRequest = request;
        keyframe();
    }

    private void keyframe() {
        keyframeRequests++;
        upstream.requestKeyframe();
    }

    @Override
    public void bitrate(int source, long bitsPerSecond) {
        if (source == ssrc) {
            wish.estimate(bitsPerSecond, sent.packets(), sent.bytes());
        }
    }

    @Override
    public void referenceTime(int sender, int middle) {
        timeTold = true;
        timeTeller = sender;
        time = middle;
        timeNanos = nowNanos;
    }

    /** Whether there is a time to be told back. */
    boolean timeTold() {
        return timeTold;
    }

    /** Whether the receiver told its time since this was last asked. */
    boolean takeTime() {
        boolean told = timeTold;
        timeTold = false;
        return told;
    }

    /** Who told its time. */
    int timeTeller() {
        return timeTeller;
    }

    /** What it told, the middle 32 bits of NTP time. */
    int time() {
        return time;
    }

    /** When that arrived. */
    long timeNanos() {
        return timeNanos;
    }

    @Override
    public void bye(int source) {
        left = true;
    }

    @Override
    public void arrived(int sequence, long arrivalMicros) {
        observer.arrived(sequence, arrivalMicros);
    }

    @Override
    public void missing(int sequence) {
        observer.missing(sequence);
    }

    @Override
    public void transportFeedbackEnded() {
        observer.feedbackEnded(nowNanos);
    }

    long keyframeRequests() {
        return keyframeRequests;
    }

    /** Packets lost all in all, as last reported. */
    long lost() {
        return lost;
    }

    /** Part of the packets lost between the last two reports, in 256ths. */
    int fractionLost() {
        return fractionLost;
    }

    /** In ticks of 90 kHz, as last reported. */
    int jitter() {
        return jitter;
    }

    /** Whether the receiver, or one of its sources, said goodbye. */
    boolean left() {
        return left;
    }
}
