package flathead.webrtc.rtp.internal.rtp;

import flathead.api.Codec;
import flathead.api.EncodedFrame;
import flathead.api.Feedback;
import flathead.api.Stats;

/**
 * Sends one H.264 stream: access units in, RTP and RTCP packets out, the receiver's RTCP in, wishes up.
 *
 * <p>Not thread-safe: the caller locks. {@code upstream} is called under that lock, so it must not wait for a thread
 * that wants it. Times are nanoseconds of one monotonic clock, the one that {@link EncodedFrame#captureNanos()} uses,
 * and never go back. Packets come out plain: SRTP and SRTCP are the caller's, hence the two poll methods.
 *
 * <p>The caller's loop: after each {@link #offer}, each {@link #receiveRtcp} and each passing of {@link #waitNanos},
 * poll RTP until 0, then RTCP until 0. A packet polled counts as sent.
 */
public final class RtpSender {
    /** What the array given to a poll must hold at least. */
    public static final int PACKET_CAPACITY = 1_500;

    private static final long REPORT_INTERVAL_NANOS = 1_000_000_000L;
    private static final long LEAST_INTERVAL_NANOS = 100_000_000L;
    private static final long REQUEST_INTERVAL_NANOS = 200_000_000L;
    /** UDP over IPv4, and an SRTP tag. */
    private static final int OVERHEAD_BYTES = 28 + 10;

    private final RtpSenderSettings settings;
    private final Feedback upstream;
    private final TransportObserver observer;
    private final RtpHeader header;
    private final PacketRing ring;
    private final Pacer pacer = new Pacer();
    private final H264Packetizer packetizer;
    private final Retransmitter retransmitter;
    private final MediaClock clock;
    private final SendCount sent = new SendCount();
    private final RoundTrip roundTrip = new RoundTrip();
    private final RtcpWriter writer;
    private final ReceiverFeedback feedback;
    private final RtcpReader reader;

    private int transportSequence;
    private boolean closed;
    private boolean saidBye;
    private boolean keyframeNeeded = true;
    private boolean requested;
    private long requestNanos;
    private long reportNanos;
    private long lastReportNanos;
    private int picturesWaiting;
    private long taken;
    private long overflowed;
    private long awaitingKeyframe;
    private long unusable;

    /**
     * Allocates everything.
     *
     * @param upstream gets keyframe and bitrate wishes
     * @param observer hears of every packet; {@link TransportObserver#NONE} if nobody cares
     */
    public RtpSender(RtpSenderSettings settings, Feedback upstream, TransportObserver observer) {
        this.settings = settings;
        this.upstream = upstream;
        this.observer = observer;
        this.header = new RtpHeader(settings);
        this.ring = new PacketRing(settings.slots(), settings.maxPacketBytes(), settings.start().sequence());
        this.packetizer = new H264Packetizer(header, ring, pacer, settings.maxPacketBytes());
        this.retransmitter = new Retransmitter(settings, ring, header);
        this.clock = new MediaClock(settings.start().timestamp());
        this.writer = new RtcpWriter(settings);
        this.feedback = new ReceiverFeedback(settings, upstream, observer, retransmitter, roundTrip,
            new BitrateWish(upstream, header.length() + OVERHEAD_BYTES), sent);
        this.reader = new RtcpReader(feedback);
    }

    /**
     * Takes an access unit; copies what it needs.
     *
     * @return false if it was refused and counted: there is no room, it is not Annex B, or it needs a picture that was
     *     refused. After a refusal everything is refused until a keyframe, which is asked for
     */
    public boolean offer(EncodedFrame frame, long nowNanos) {
        if (closed) {
            return false;
        }
        if (keyframeNeeded && !frame.keyframe()) {
            awaitingKeyframe++;
            return refuse(nowNanos);
        }
        if (!packetizer.scan(frame.data(), frame.size())) {
            unusable++;
            return refuse(nowNanos);
        }
        int packets = packetizer.packetsAtMost();
        if (packets > ring.room()) {
            overflowed++;
            return refuse(nowNanos);
        }
        if (!clock.running()) {
            reportNanos = nowNanos;
        }
        pacer.begin(packets, frame.keyframe(), frame.format().intervalNanos(), nowNanos);
        header.captured(RtcpWriter.ntp(frame.captureNanos() + settings.wallOffsetNanos()));
        packetizer.write(frame.data(), clock.timestamp(frame.captureNanos()));
        keyframeNeeded = false;
        picturesWaiting++;
        taken++;
        return true;
    }

    /** Pictures after this one are of no use to a decoder: asks for a new start, five times a second at most. */
    private boolean refuse(long nowNanos) {
        keyframeNeeded = true;
        if (!requested || nowNanos - requestNanos >= REQUEST_INTERVAL_NANOS) {
            requested = true;
            requestNanos = nowNanos;
            upstream.requestKeyframe();
        }
        return false;
    }

    /**
     * The next RTP packet that is due: media in order, then retransmissions.
     *
     * @param out gets it from index 0; at least {@link #PACKET_CAPACITY} long
     * @return its length, 0 if none is due
     */
    public int pollRtp(byte[] out, long nowNanos) {
        if (ring.waiting() && ring.nextDue() - nowNanos <= 0) {
            return media(out, nowNanos);
        }
        int length = retransmitter.next(out);
        if (length > 0 && retransmitter.separate()) {
            stamp(out, length, nowNanos);
        }
        return length;
    }

    private int media(byte[] out, long nowNanos) {
        int slot = ring.nextToSend();
        byte[] packet = ring.packet(slot);
        int length = ring.length(slot);
        stamp(packet, length, nowNanos);
        System.arraycopy(packet, 0, out, 0, length);
        ring.sent();
        sent.add(length - header.length());
        retransmitter.mediaSent(length);
        if (RtpHeader.marked(packet)) {
            picturesWaiting--;
        }
        return length;
    }

    private void stamp(byte[] packet, int length, long nowNanos) {
        header.stamp(packet, transportSequence, nowNanos);
        if (header.hasTransportSequence()) {
            observer.sent(transportSequence, length, nowNanos);
            transportSequence = transportSequence + 1 & 0xffff;
        }
    }

    /**
     * The next compound RTCP packet that is due: a sender report with the CNAME, at the first picture and then once a
     * second; it tells the receiver's time back, the last one says goodbye.
     *
     * @param out gets it from index 0; at least {@link #PACKET_CAPACITY} long
     * @return its length, 0 if none is due
     */
    public int pollRtcp(byte[] out, long nowNanos) {
        // Who never sent media has nothing to report, and must not say goodbye (RFC 3550, section 6.3.7).
        if (saidBye || sent.packets() == 0 || !closed && reportNanos - nowNanos > 0) {
            return 0;
        }
        long ntp = RtcpWriter.ntp(nowNanos + settings.wallOffsetNanos());
        int length = writer.report(out, ntp, clock.timestamp(nowNanos), sent.packets(), sent.bytes());
        if (feedback.takeTime()) {
            long delay = nowNanos - feedback.timeNanos();
            length = writer.delay(out, length, feedback.timeTeller(), feedback.time(), delay);
        }
        roundTrip.reported(ntp, nowNanos);
        reportNanos = nowNanos + REPORT_INTERVAL_NANOS;
        lastReportNanos = nowNanos;
        if (closed) {
            saidBye = true;
            length = writer.bye(out, length);
        }
        return length;
    }

    /** How long until a poll may have something: 0 if it has now, {@link Long#MAX_VALUE} if nothing is planned. */
    public long waitNanos(long nowNanos) {
        if (saidBye) {
            return Long.MAX_VALUE;
        }
        if (closed) {
            return sent.packets() > 0 ? 0 : Long.MAX_VALUE;
        }
        if (retransmitter.waiting()) {
            return 0;
        }
        long wait = Long.MAX_VALUE;
        if (ring.waiting()) {
            wait = ring.nextDue() - nowNanos;
        }
        if (sent.packets() > 0) {
            wait = Math.min(wait, reportNanos - nowNanos);
        }
        return Math.max(0, wait);
    }

    /** Takes a compound or reduced-size RTCP packet, decrypted. Never throws: what is malformed is counted. */
    public void receiveRtcp(byte[] packet, int offset, int length, long nowNanos) {
        if (!closed) {
            feedback.at(nowNanos);
            reader.read(packet, offset, length);
            if (feedback.timeTold() && nowNanos - lastReportNanos >= LEAST_INTERVAL_NANOS) {
                // Soon: until then the receiver does not know the round trip, nor our clock.
                reportNanos = nowNanos;
            }
        }
    }

    /** Ends the stream: nothing is taken any more, what waits is dropped, and one RTCP poll has the BYE. */
    public void close() {
        closed = true;
        ring.dropWaiting();
        retransmitter.clear();
        picturesWaiting = 0;
    }

    /** What was sent and what the receiver says of it. Allocates the record. */
    public Stats.Network network() {
        double millis = roundTrip.nanos() < 0 ? -1 : roundTrip.nanos() / 1e6;
        return new Stats.Network(Codec.H264, sent.packets(), feedback.lost(), retransmitter.retransmitted(),
            feedback.keyframeRequests(), sent.bytes(), millis);
    }

    /** What else was counted. Allocates the record. */
    public SenderCounters counters() {
        return new SenderCounters(taken, overflowed, awaitingKeyframe, unusable, retransmitter.tooLate(),
            retransmitter.refused(), reader.malformed(), feedback.fractionLost() / 256.0, feedback.jitter() / 90.0);
    }

    /** Pictures with packets that have not left yet. */
    public int picturesWaiting() {
        return picturesWaiting;
    }

    /** Whether the receiver said goodbye. A hint: its transport may go on. */
    public boolean receiverLeft() {
        return feedback.left();
    }
}
