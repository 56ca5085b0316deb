package flathead.webrtc.rtp.internal;

import flathead.api.EncodedFrame;
import flathead.api.Feedback;
import flathead.api.Media;
import flathead.api.MediaException;
import flathead.api.NanoClock;
import flathead.api.Stats;
import flathead.api.StreamId;
import flathead.api.VideoFormat;
import flathead.signaling.Candidate;
import flathead.signaling.Peer;
import flathead.webrtc.rtp.internal.rtp.RtpSender;
import flathead.webrtc.rtp.internal.rtp.RtpSenderSettings;
import flathead.webrtc.rtp.internal.rtp.TransportObserver;
import flathead.webrtc.rtp.internal.rtp.WallClock;
import flathead.webrtc.rtp.internal.sdp.H264Level;
import flathead.webrtc.rtp.internal.sdp.Setup;
import flathead.webrtc.rtp.internal.sdp.TransportDescription;
import flathead.webrtc.rtp.internal.sdp.VideoAnswer;
import flathead.webrtc.rtp.internal.sdp.VideoOffer;
import flathead.webrtc.rtp.internal.transport.IceTerms;
import flathead.webrtc.rtp.internal.transport.Identity;
import flathead.webrtc.rtp.internal.transport.PeerTransport;
import flathead.webrtc.rtp.internal.transport.SrtpKeys;
import flathead.webrtc.rtp.internal.transport.SrtpSession;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A peer connection that sends one H.264 stream.
 *
 * <p>A third thread joins those of {@link RtpConnection}: the lane's offers pictures and sends them. Wishes are told by
 * the transport's.
 */
final class RtpPeer extends RtpConnection implements Peer.Publishing {
    private final Wishes wishes;
    private final AtomicBoolean answered = new AtomicBoolean();
    private volatile VideoOffer offer;
    private volatile MediaSender media;
    /** The control thread only. */
    private VideoAnswer answer;
    /** Written by the lane's thread only. */
    private volatile long in;
    private volatile long out;
    private volatile long keyframes;
    private volatile long bytes;

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
        super(stream, identity, terms, events, clock, peer -> gone.accept((RtpPeer) peer));
        wishes = new Wishes(upstream);
        offer = describe.apply(transport());
        upstream.limitBitrate(Feedback.NOTHING);
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
    Flow flow(SrtpKeys keys) {
        RtpSenderSettings settings = RtpSenderSettings.negotiated(offer, answer, WallClock.OFFSET_NANOS,
            new SecureRandom());
        RtpSender sender = new RtpSender(settings, wishes, TransportObserver.NONE);
        media = new MediaSender(sender, new SrtpSession(keys, offer.ssrc(), offer.rtxSsrc()), transport(),
            clock().nanos());
        return media;
    }

    @Override
    void flows(boolean now) {
        if (now) {
            wishes.open();
        } else {
            wishes.shut();
        }
    }

    @Override
    void turned() {
        wishes.tell();
    }

    @Override
    public boolean offer(Media picture) {
        in++;
        MediaSender sender = media;
        if (sender == null || state() != State.CONNECTED || !(picture instanceof EncodedFrame frame)) {
            return false;
        }
        boolean taken = sender.offer(frame, clock().nanos());
        if (taken) {
            out++;
            bytes += frame.size();
            keyframes += frame.keyframe() ? 1 : 0;
        }
        if (wishes.pending()) {
            transport().wake();
        }
        return taken;
    }

    @Override
    public Stats stats() {
        MediaSender sender = media;
        int waiting = sender == null || isClosing() ? 0 : sender.picturesWaiting();
        long taken = out;
        return new Stats(in, taken - waiting, in - taken, waiting, keyframes, bytes, network(), null);
    }
}
