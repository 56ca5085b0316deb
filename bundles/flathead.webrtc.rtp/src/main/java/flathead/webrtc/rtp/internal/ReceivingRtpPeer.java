package flathead.webrtc.rtp.internal;

import flathead.api.MediaException;
import flathead.api.NanoClock;
import flathead.api.ReceiverStatus;
import flathead.api.Stats;
import flathead.api.StreamId;
import flathead.api.VideoSource;
import flathead.signaling.Candidate;
import flathead.signaling.Peer;
import flathead.webrtc.rtp.internal.receive.ReceiverSettings;
import flathead.webrtc.rtp.internal.receive.RtpReceiver;
import flathead.webrtc.rtp.internal.rtp.WallClock;
import flathead.webrtc.rtp.internal.sdp.HeaderExtension;
import flathead.webrtc.rtp.internal.sdp.OfferedVideo;
import flathead.webrtc.rtp.internal.sdp.ReceivingAnswer;
import flathead.webrtc.rtp.internal.sdp.TransportDescription;
import flathead.webrtc.rtp.internal.transport.IceTerms;
import flathead.webrtc.rtp.internal.transport.Identity;
import flathead.webrtc.rtp.internal.transport.SrtpKeys;
import flathead.webrtc.rtp.internal.transport.SrtpSession;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A peer connection that answers an offer and receives one H.264 stream. The transport's thread of
 * {@link RtpConnection} hands the pictures on.
 */
final class ReceivingRtpPeer extends RtpConnection implements Peer.Receiving {
    private static final Logger LOG = LoggerFactory.getLogger(ReceivingRtpPeer.class);

    private final OfferedVideo offered;
    private final long sessionId;
    private final int ssrc;
    private final String cname;
    private final RemoteVideo video;
    private volatile MediaReceiver media;

    /**
     * Opens ports and tells the answer soon.
     *
     * @param offered what is taken of the offer
     * @param sessionId of the answer
     * @param ssrc ours, in reports
     * @param cname likewise
     * @param gone called once when the peer is closed
     * @throws MediaException if no port can be opened; nothing stays open then
     */
    ReceivingRtpPeer(StreamId stream, Identity identity, IceTerms terms, OfferedVideo offered, long sessionId,
            int ssrc, String cname, Peer.Events events, NanoClock clock, Consumer<? super ReceivingRtpPeer> gone)
            throws MediaException {
        super(stream, identity, terms, events, clock, peer -> gone.accept((ReceivingRtpPeer) peer));
        this.offered = offered;
        this.sessionId = sessionId;
        this.ssrc = ssrc;
        this.cname = cname;
        video = new RemoteVideo(stream, new Wishes());
        start();
    }

    @Override
    void gathered() {
        String sdp = new ReceivingAnswer(sessionId, offered, transport().local()).sdp();
        post(() -> {
            described(sdp);
            if (!isClosing()) {
                connect();
            }
        });
    }

    @Override
    Candidate candidate(String line) {
        return new Candidate(line, offered.mid(), offered.line());
    }

    @Override
    TransportDescription remote() {
        return offered.transport();
    }

    @Override
    boolean dtlsClient() {
        return offered.dtlsClient();
    }

    @Override
    Flow flow(SrtpKeys keys) {
        RtpReceiver receiver = new RtpReceiver(settings());
        offered.parameterSets().forEach(receiver::know);
        media = new MediaReceiver(receiver, new SrtpSession(keys, ssrc), transport(), video);
        return media;
    }

    private ReceiverSettings settings() {
        var said = offered.feedback();
        int transportSequence = offered.extension(HeaderExtension.TRANSPORT_SEQUENCE);
        ReceiverSettings.Feedback feedback = new ReceiverSettings.Feedback(said.contains("nack"),
            said.contains("nack pli"), said.contains("ccm fir"), said.contains("goog-remb"),
            said.contains("transport-cc") && transportSequence != 0, true, offered.reducedRtcp());
        return new ReceiverSettings(ssrc, cname, offered.format().payloadType(), offered.rtxPayloadType(),
            transportSequence, offered.extension(HeaderExtension.CAPTURE_TIME), feedback,
            ReceiverSettings.DEFAULT_SLOTS, WallClock.OFFSET_NANOS, senderClock());
    }

    /** One canonical name is one clock (RFC 3550, section 6.5.1); who tells none has a clock of its own. */
    private long senderClock() {
        String name = offered.cname();
        return 1 | (name.isEmpty() ? sessionId
            : UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).getMostSignificantBits());
    }

    @Override
    void ending() {
        video.end(new MediaException("the peer was closed"));
        MediaReceiver receiver = media;
        if (receiver != null) {
            LOG.debug("{}: {} {}", stream(), receiver.network(), receiver.status(clock().nanos()));
        }
    }

    @Override
    public VideoSource source() {
        return video;
    }

    /** What is known of the reception besides {@link #network()}; null before it begins. Any thread. */
    ReceiverStatus receiver() {
        MediaReceiver receiver = media;
        return receiver == null ? null : receiver.status(clock().nanos());
    }

    /** What the sinks wish, to the sender. */
    private final class Wishes implements RemoteVideo.Wishing {
        @Override
        public Stats.Network network() {
            return ReceivingRtpPeer.this.network();
        }

        @Override
        public ReceiverStatus receiver() {
            return ReceivingRtpPeer.this.receiver();
        }

        @Override
        public boolean onPictureThread() {
            return transport().onLoop();
        }

        @Override
        public void requestKeyframe() {
            MediaReceiver receiver = media;
            if (receiver != null) {
                receiver.requestKeyframe();
            }
        }

        @Override
        public void limitBitrate(int bitsPerSecond) {
            MediaReceiver receiver = media;
            if (receiver != null) {
                receiver.limitBitrate(bitsPerSecond);
            }
        }
    }
}
