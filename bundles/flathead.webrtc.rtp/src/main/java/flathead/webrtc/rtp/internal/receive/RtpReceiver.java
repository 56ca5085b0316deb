package flathead.webrtc.rtp.internal.receive;

import flathead.api.Codec;
import flathead.api.EncodedFrame;
import flathead.api.ReceiverStatus;
import flathead.api.Stats;
import flathead.webrtc.rtp.internal.rtp.RoundTrip;
import flathead.webrtc.rtp.internal.rtp.RtcpReader;
import flathead.webrtc.rtp.internal.rtp.RtcpWriter;

/**
 * Receives one H.264 stream: RTP packets in, access units out, RTCP both ways.
 *
 * <p>An access unit is handed out the moment that it is complete and those before it were; nothing is held back to
 * smooth anything. What is missing is asked for until it comes or too much time has passed; then, or when a picture is
 * of no use, everything is passed over up to the next keyframe, which is asked for.
 *
 * <p>Not thread-safe: the caller locks. Times are nanoseconds of one monotonic clock and never go back. Packets are
 * plain: SRTP and SRTCP are the caller's.
 *
 * <p>The caller's loop: after each {@link #receiveRtp}, each {@link #receiveRtcp} and each passing of
 * {@link #waitNanos}, take pictures until there is none, then poll RTCP until 0.
 */
public final class RtpReceiver {
    /** What the array given to a poll must hold at least. */
    public static final int PACKET_CAPACITY = 1_500;

    private static final long REPORT_INTERVAL_NANOS = 1_000_000_000L;
    /** At the begin the round trip is to be known, and the sender's clock: some quick questions. */
    private static final int EARLY_REPORTS = 8;
    private static final long EARLY_INTERVAL_NANOS = 125_000_000L;

    private final ReceiverSettings settings;
    private final ReceivedPacket packet;
    private final PacketWindow window;
    private final MissingPackets missing;
    private final ArrivalStatistics statistics = new ArrivalStatistics();
    private final BitrateLimit limit = new BitrateLimit();
    private final Arrivals arrivals;
    private final Reassembly reassembly;
    private final Pictures pictures;
    private final CaptureTimes times = new CaptureTimes();
    private final KeyframeWish wish = new KeyframeWish();
    private final Freezes freezes = new Freezes();
    private final TransportFeedbackWriter transport = new TransportFeedbackWriter();
    private final ReceiverRtcpWriter writer;
    private final RoundTrip roundTrip = new RoundTrip();
    private final SenderReports sender;
    private final RtcpReader reader;
    private boolean afterGap = true;
    private boolean reported;
    private int reports;
    private long reportNanos;
    private long limitNanos;
    private boolean closed;
    private boolean saidBye;
    private long nacks;
    private long givenUp;
    private long malformed;

    /** Allocates everything but the pictures, which are made when their size is known. */
    public RtpReceiver(ReceiverSettings settings) {
        this.settings = settings;
        packet = new ReceivedPacket(settings.transportSequenceId(), settings.captureTimeId());
        window = new PacketWindow(settings.slots());
        missing = new MissingPackets(settings.slots());
        arrivals = new Arrivals(packet, settings, window, missing, statistics, limit);
        reassembly = new Reassembly(window);
        pictures = new Pictures(window, times, settings.senderClock());
        writer = new ReceiverRtcpWriter(settings.ssrc(), settings.cname());
        sender = new SenderReports(settings.ssrc(), roundTrip, missing, times);
        reader = new RtcpReader(sender);
    }

    /** Takes note of a parameter set that the description named, from its NAL header on. */
    public void know(byte[] parameterSet) {
        pictures.know(parameterSet);
    }

    /** Takes an RTP packet from the array's begin on. Never throws: what is malformed is counted. */
    public void receiveRtp(byte[] data, int length, long nowNanos) {
        if (closed) {
            return;
        }
        if (!packet.read(data, length)) {
            malformed++;
            return;
        }
        limit.arrived(length, nowNanos);
        if (packet.transportSequence() >= 0) {
            transport.arrived(packet.transportSequence(), nowNanos);
        }
        Arrivals.Result result = arrivals.take(nowNanos);
        if (result == Arrivals.Result.NO_PLACE) {
            makePlace();
            result = arrivals.again(arrivals.isAgain(), nowNanos);
        }
        if (result == Arrivals.Result.BEGUN) {
            begin(nowNanos);
        }
        if (result == Arrivals.Result.BEGUN || result == Arrivals.Result.TAKEN) {
            if (arrivals.hopeless() && !reassembly.seeking()) {
                giveUp();
            }
            if (packet.captureTimed()) {
                times.stamp(packet.captureTime(), packet.timestamp());
            }
            placed(arrivals.number());
        }
    }

    private void begin(long nowNanos) {
        sender.source(arrivals.source());
        times.clear();
        reassembly.clear();
        afterGap = true;
        if (!reported) {
            reported = true;
            reportNanos = nowNanos;
        }
    }

    private void placed(long number) {
        reassembly.arrived(number);
        if (!reassembly.seeking()) {
            missing.forgetBelow(reassembly.begin());
        } else if (window.marked(number)) {
            // A whole picture went by that cannot be decoded.
            wish.wish();
        }
    }

    /** What is held stands in the way of what comes. */
    private void makePlace() {
        while (!reassembly.seeking() && arrivals.number() >= window.first() + window.size()) {
            giveUp();
        }
        if (reassembly.seeking()) {
            reassembly.makeRoom(arrivals.number());
        }
        missing.forgetBelow(window.first());
    }

    /** The picture whose turn it is cannot be completed: goes on at the next keyframe. */
    private void giveUp() {
        givenUp++;
        skip();
    }

    private void skip() {
        pictures.lost();
        afterGap = true;
        if (reassembly.skip()) {
            missing.forgetBelow(reassembly.begin());
        } else {
            missing.forgetBelow(window.highest() + 1);
            wish.wish();
        }
    }

    /**
     * The next picture; null if there is none yet. It is the caller's to close. {@link EncodedFrame#captureNanos()} is
     * as good as {@link EncodedFrame#timeQuality()} says.
     */
    public EncodedFrame nextPicture(long nowNanos) {
        if (arrivals.tailWaitNanos(nowNanos) == 0) {
            arrivals.tailMissing(nowNanos);
        }
        while (!closed) {
            if (reassembly.complete()) {
                if (make()) {
                    freezes.picture(nowNanos);
                    return pictures.picture();
                }
            } else if (missing.any() && nowNanos - missing.oldestNanos() >= missing.repairNanos()) {
                if (reassembly.seeking()) {
                    missing.forgetOldest();
                } else {
                    giveUp();
                }
            } else {
                return null;
            }
        }
        return null;
    }

    /** Makes a picture of the complete access unit, if it is one. */
    private boolean make() {
        Pictures.Result result = pictures.make(reassembly.begin(), reassembly.end(), afterGap);
        if (result == Pictures.Result.LOST) {
            skip();
            return false;
        }
        reassembly.taken();
        if (result == Pictures.Result.NOTHING) {
            return false;
        }
        if (pictures.lastIsKeyframe()) {
            wish.fulfilled();
        }
        afterGap = false;
        return true;
    }

    /** Takes a compound or reduced-size RTCP packet. Never throws: what is malformed is counted. */
    public void receiveRtcp(byte[] data, int offset, int length, long nowNanos) {
        if (!closed) {
            sender.at(nowNanos);
            reader.read(data, offset, length);
        }
    }

    /** A sink wants a keyframe. */
    public void requestKeyframe() {
        wish.wish();
    }

    /** The sinks want no more than this. */
    public void limitBitrate(int bitsPerSecond) {
        limit.wish(bitsPerSecond);
    }

    /**
     * The next RTCP packet that is due.
     *
     * @param out gets it from index 0; at least {@link #PACKET_CAPACITY} long
     * @return its length, 0 if none is due
     */
    public int pollRtcp(byte[] out, long nowNanos) {
        if (saidBye || !arrivals.hasSource()) {
            return 0;
        }
        boolean report = closed || reportNanos - nowNanos <= 0;
        int begin = report ? report(out, nowNanos) : settings.feedback().reducedSize() ? 0 : writer.emptyReport(out, 0);
        int length = closed ? begin : feedback(out, begin, nowNanos);
        if (closed) {
            saidBye = true;
            length = writer.bye(out, length);
        }
        return length > begin || report ? length : 0;
    }

    private int report(byte[] out, long nowNanos) {
        reportNanos = nowNanos + (reports++ < EARLY_REPORTS ? EARLY_INTERVAL_NANOS : REPORT_INTERVAL_NANOS);
        int length = writer.report(out, 0, arrivals.source(), statistics, sender.lastReport(), sender.delay(nowNanos));
        if (settings.feedback().referenceTime()) {
            long ntp = RtcpWriter.ntp(nowNanos + settings.wallOffsetNanos());
            roundTrip.reported(ntp, nowNanos);
            length = writer.referenceTime(out, length, ntp);
        }
        return length;
    }

    private int feedback(byte[] out, int begin, long nowNanos) {
        ReceiverSettings.Feedback may = settings.feedback();
        int length = begin;
        int source = arrivals.source();
        if (may.nack() && missing.waitNanos(nowNanos) == 0) {
            int before = length;
            length = writer.nack(out, length, source, missing, nowNanos);
            nacks += length > before ? 1 : 0;
        }
        if ((may.pli() || may.fir()) && wish.waitNanos(nowNanos) == 0) {
            wish.asked(nowNanos);
            length = may.pli() ? writer.pictureLoss(out, length, source) : writer.fullPicture(out, length, source);
        }
        if (may.remb() && limitWait(nowNanos) == 0) {
            limitNanos = nowNanos + BitrateLimit.INTERVAL_NANOS;
            length = writer.bitrate(out, length, source, limit.take());
        }
        // The longest by far comes last, in a packet of its own if need be.
        if (may.transportWide() && length < PACKET_CAPACITY / 3 && transport.waitNanos(nowNanos) == 0) {
            length = transport.write(out, length, settings.ssrc(), source, nowNanos);
        }
        return length;
    }

    private long limitWait(long nowNanos) {
        if (!limit.any()) {
            return Long.MAX_VALUE;
        }
        return limit.urgent() ? 0 : Math.max(0, limitNanos - nowNanos);
    }

    /** How long until there may be something to do: 0 if now, {@link Long#MAX_VALUE} if nothing is planned. */
    public long waitNanos(long nowNanos) {
        if (saidBye || !arrivals.hasSource()) {
            return Long.MAX_VALUE;
        }
        if (closed) {
            return 0;
        }
        ReceiverSettings.Feedback may = settings.feedback();
        long wait = Math.max(0, reportNanos - nowNanos);
        if (may.nack()) {
            wait = Math.min(wait, Math.min(missing.waitNanos(nowNanos), arrivals.tailWaitNanos(nowNanos)));
        }
        if (missing.any()) {
            wait = Math.min(wait, Math.max(0, missing.oldestNanos() + missing.repairNanos() - nowNanos));
        }
        if (may.pli() || may.fir()) {
            wait = Math.min(wait, wish.waitNanos(nowNanos));
        }
        if (may.transportWide()) {
            wait = Math.min(wait, transport.waitNanos(nowNanos));
        }
        if (may.remb()) {
            wait = Math.min(wait, limitWait(nowNanos));
        }
        return wait;
    }

    /** Ends the stream: nothing is taken or handed out any more, and one RTCP poll has the BYE. */
    public void close() {
        closed = true;
        missing.clear();
        pictures.close();
    }

    /** What was received. Allocates the record. */
    public Stats.Network network() {
        double millis = roundTrip.nanos() < 0 ? -1 : roundTrip.nanos() / 1e6;
        return new Stats.Network(Codec.H264, arrivals.received(), arrivals.lost(), arrivals.retransmitted(),
            wish.requests(), arrivals.bytes(), millis);
    }

    /** Everything else that is counted. Allocates the record. */
    ReceiverCounters counters() {
        return arrivals.counters(pictures.handedOut(), pictures.keyframes(), pictures.bytes(), givenUp,
            pictures.corrupt(), pictures.noRoom(), malformed, reader.malformed());
    }

    /** How well the times of capture are known. Allocates the record. */
    ReceiverStatus.Clock captureClock(long nowNanos) {
        return times.clock(nowNanos, settings.wallOffsetNanos());
    }

    /** What others are told besides {@link #network()}. Allocates the records. */
    public ReceiverStatus status(long nowNanos) {
        ReceiverCounters counted = counters();
        return new ReceiverStatus(captureClock(nowNanos), counted.jitterMillis(), counted.missing(),
            counted.recovered(), counted.reordered(), counted.duplicates(), counted.late(), nacks, counted.pictures(),
            counted.dropped(), freezes.count());
    }

    /** Pictures that others hold. */
    public int inFlight() {
        return pictures.inFlight();
    }

    /** Whether the sender said goodbye. A hint: its transport may go on. */
    public boolean senderLeft() {
        return sender.left();
    }
}
