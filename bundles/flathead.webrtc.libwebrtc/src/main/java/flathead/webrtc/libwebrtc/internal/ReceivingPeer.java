package flathead.webrtc.libwebrtc.internal;

import dev.onvoid.webrtc.RTCAnswerOptions;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCSdpType;
import dev.onvoid.webrtc.RTCStats;
import dev.onvoid.webrtc.media.video.VideoTrack;
import flathead.api.Codec;
import flathead.api.MediaException;
import flathead.api.NanoClock;
import flathead.api.ReceiverStatus;
import flathead.api.Stats;
import flathead.api.StreamId;
import flathead.api.VideoSource;
import flathead.signaling.Peer;
import java.util.Map;
import java.util.function.Consumer;

/** A peer connection of libwebrtc that answers one offer. */
final class ReceivingPeer extends NativePeer implements Peer.Receiving {
    private final String offer;
    private final RemoteVideo video;
    private volatile Stats.Network network;
    private volatile ReceiverStatus receiver;

    /**
     * Opens nothing yet.
     *
     * @param first the first codec of the offer that is understood
     */
    ReceivingPeer(StreamId stream, String offer, Codec first, Peer.Events events, Lane lane, NanoClock clock,
            boolean hasty, Consumer<NativePeer> gone) {
        super(stream, events, lane, clock, hasty, gone);
        this.offer = offer;
        this.network = new Stats.Network(first, 0, 0, 0, 0, 0, -1);
        this.video = new RemoteVideo(stream, lane, clock, this::network, () -> receiver);
    }

    @Override
    void begin(NativeStack stack, RTCPeerConnection with) throws MediaException {
        take(RTCSdpType.OFFER, offer, () ->
            attempt("no answer", () -> with.createAnswer(new RTCAnswerOptions(), new Creating())));
    }

    @Override
    void created(String sdp) {
        if (sdp.contains("\nm=video 0 ")) {
            fail("no codec in common: libwebrtc refuses every profile that was offered");
            return;
        }
        describe(RTCSdpType.ANSWER, ReferenceTime.agreed(offer, sdp));
    }

    @Override
    void arrived(VideoTrack track) {
        video.arrived(track);
    }

    @Override
    void reported(Map<String, RTCStats> report) {
        network = NetworkReport.received(report, network);
        receiver = NetworkReport.receiver(report, receiver);
    }

    @Override
    Stats.Network lastNetwork() {
        return network;
    }

    @Override
    public VideoSource source() {
        return video;
    }

    @Override
    void ending(RTCPeerConnection last) {
        video.end(new MediaException("the peer was closed"));
    }
}
