package flathead.webrtc.rtp.internal;

import flathead.api.Feedback;
import flathead.api.MediaException;
import flathead.api.NanoClock;
import flathead.api.StreamId;
import flathead.api.VideoFormat;
import flathead.signaling.Candidate;
import flathead.signaling.Peer;
import flathead.webrtc.rtp.internal.rtp.RtpSenderSettings;
import flathead.webrtc.rtp.internal.rtp.WallClock;
import flathead.webrtc.rtp.internal.sdp.H264Level;
import flathead.webrtc.rtp.internal.sdp.Setup;
import flathead.webrtc.rtp.internal.sdp.TransportDescription;
import flathead.webrtc.rtp.internal.sdp.VideoAnswer;
import flathead.webrtc.rtp.internal.sdp.VideoOffer;
import flathead.webrtc.rtp.internal.transport.IceTerms;
import flathead.webrtc.rtp.internal.transport.Identity;
import flathead.webrtc.rtp.internal.transport.PeerTransport;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

/** A peer connection that offers one H.264 stream and sends it. */
final class RtpPeer extends SendingRtpPeer implements Peer.Publishing {
    private final AtomicBoolean answered = new AtomicBoolean();
    private volatile VideoOffer offer;
    /** The control thread only. */
    private VideoAnswer answer;

    /**
     * Opens ports and tells the offer soon.
     *
     * @param terms of the search for a way
     * @param describe makes the offer out of what our side's transport is
     * @param gone called once when the peer is closed
     * @throws MediaException if no port can be opened; nothing stays open then
     */
    RtpPeer(StreamId stream, Identity identity, IceTerms terms, Function<PeerTransport, VideoOffer> describe,
            Feedback upstream, Peer.Events events, NanoClock clock, Consumer<? super RtpPeer> gone)
            throws MediaException {
        super(stream, identity, terms, upstream, events, clock, peer -> gone.accept((RtpPeer) peer));
        offer = describe.apply(transport());
        start();
    }

    @Override
    public Optional<String> refusal(VideoFormat format) {
        H264Level level = offer.level();
        return level.allows(format.width(), format.height(), format.fps(), 1) ? Optional.empty()
            : Optional.of("what H.264 level " + level + ", which was offered to the receiver, allows: "
                + level.limits());
    }

    @Override
    void gathered() {
        VideoOffer described = offer.with(transport().local());
        offer = described;
        post(() -> described(described.sdp()));
    }

    @Override
    Candidate candidate(String line) {
        return new Candidate(line, VideoOffer.MID, 0);
    }

    @Override
    public void answer(String sdp) throws MediaException {
        VideoAnswer read = VideoAnswer.parse(offer, sdp);
        if (!answered.compareAndSet(false, true)) {
            throw new MediaException(stream() + " was answered already; one answer is allowed");
        }
        post(() -> connect(read));
    }

    private void connect(VideoAnswer read) {
        if (state() == State.NEW) {
            answer = read;
            connect();
        }
    }

    @Override
    TransportDescription remote() {
        return answer.transport();
    }

    @Override
    boolean dtlsClient() {
        return answer.transport().setup() == Setup.PASSIVE;
    }

    @Override
    RtpSenderSettings settings() {
        return RtpSenderSettings.negotiated(offer, answer, WallClock.OFFSET_NANOS, new SecureRandom());
    }
}
