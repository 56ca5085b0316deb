package flathead.webrtc.rtp.internal;

import flathead.api.Feedback;
import flathead.api.MediaException;
import flathead.api.NanoClock;
import flathead.api.StreamId;
import flathead.signaling.Candidate;
import flathead.signaling.Peer;
import flathead.webrtc.rtp.internal.rtp.RtpSenderSettings;
import flathead.webrtc.rtp.internal.rtp.WallClock;
import flathead.webrtc.rtp.internal.sdp.OfferedVideo;
import flathead.webrtc.rtp.internal.sdp.SendingAnswer;
import flathead.webrtc.rtp.internal.sdp.TransportDescription;
import flathead.webrtc.rtp.internal.transport.IceTerms;
import flathead.webrtc.rtp.internal.transport.Identity;
import flathead.webrtc.rtp.internal.transport.PeerTransport;
import java.security.SecureRandom;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A peer connection that answers an offer to receive, and sends one H.264 stream to who made it. It refuses no format:
 * who only looks on must not keep a camera from its settings.
 */
final class ServingRtpPeer extends SendingRtpPeer {
    private volatile SendingAnswer answer;

    /**
     * Opens ports and tells the answer soon.
     *
     * @param terms of the search for a way
     * @param describe makes the answer out of what our side's transport is
     * @param gone called once when the peer is closed
     * @throws MediaException if no port can be opened; nothing stays open then
     */
    ServingRtpPeer(StreamId stream, Identity identity, IceTerms terms, Function<PeerTransport, SendingAnswer> describe,
            Feedback upstream, Peer.Events events, NanoClock clock, Consumer<? super ServingRtpPeer> gone)
            throws MediaException {
        super(stream, identity, terms, upstream, events, clock, peer -> gone.accept((ServingRtpPeer) peer));
        answer = describe.apply(transport());
        start();
    }

    private OfferedVideo offered() {
        return answer.offered();
    }

    @Override
    void gathered() {
        SendingAnswer described = answer.with(transport().local());
        answer = described;
        post(() -> {
            described(described.sdp());
            if (!isClosing()) {
                connect();
            }
        });
    }

    @Override
    Candidate candidate(String line) {
        return new Candidate(line, offered().mid(), offered().line());
    }

    @Override
    TransportDescription remote() {
        return offered().transport();
    }

    @Override
    boolean dtlsClient() {
        return offered().dtlsClient();
    }

    @Override
    RtpSenderSettings settings() {
        return RtpSenderSettings.negotiated(answer, WallClock.OFFSET_NANOS, new SecureRandom());
    }
}
