package flathead.webrtc.libwebrtc.internal;

import dev.onvoid.webrtc.RTCBundlePolicy;
import dev.onvoid.webrtc.RTCConfiguration;
import flathead.api.Codec;
import flathead.api.Feedback;
import flathead.api.MediaException;
import flathead.api.NanoClock;
import flathead.api.StreamId;
import flathead.api.VideoFormat;
import flathead.signaling.IceServer;
import flathead.signaling.Peer;
import flathead.signaling.PeerFactory;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Peer connections of libwebrtc. They receive, in the first of the offer's codecs that libwebrtc decodes. Media goes
 * over UDP, straight: there are no ICE servers.
 */
final class LibwebrtcPeerFactory implements PeerFactory, AutoCloseable {
    private final Lane lane;
    private final NativeStack stack;
    private final NanoClock clock;
    // On the lane only.
    private final Set<ReceivingPeer> peers = new LinkedHashSet<>();
    private boolean closed;

    /** Takes over the stack and closes it at the end; not the lane. */
    LibwebrtcPeerFactory(Lane lane, NativeStack stack, NanoClock clock) {
        this.lane = lane;
        this.stack = stack;
        this.clock = clock;
    }

    @Override
    public List<Codec> sends() {
        return List.of();
    }

    @Override
    public List<Codec> receives() {
        return Offer.DECODED;
    }

    @Override
    public Peer.Publishing publish(StreamId stream, VideoFormat format, List<IceServer> servers, Feedback upstream,
            Peer.Events events)
            throws MediaException {
        throw new MediaException("libwebrtc only receives; it cannot send " + format.codec());
    }

    @Override
    public Peer.Receiving receive(StreamId stream, String offer, List<IceServer> servers, Peer.Events events)
            throws MediaException {
        Codec first = Offer.parse(offer).codecs().get(0);
        return lane.call(() -> open(new ReceivingPeer(stream, first, events, lane, clock, peers::remove), offer));
    }

    private ReceivingPeer open(ReceivingPeer peer, String offer) throws MediaException {
        if (closed) {
            throw new MediaException("libwebrtc is shut down");
        }
        RTCConfiguration configuration = new RTCConfiguration();
        configuration.bundlePolicy = RTCBundlePolicy.MAX_BUNDLE;
        configuration.portAllocatorConfig.setDisableTcp(true);
        configuration.portAllocatorConfig.setEnableAnyAddressPorts(onlyLoopback());
        peers.add(peer);
        peer.open(stack.factory(), configuration, offer);
        return peer;
    }

    /**
     * libwebrtc leaves loopback interfaces out. Where there is no other, a port of no address in particular can still
     * reach the other side's candidates, and is learnt by it as peer-reflexive.
     */
    private static boolean onlyLoopback() {
        try {
            return NetworkInterface.networkInterfaces().noneMatch(LibwebrtcPeerFactory::reaches);
        } catch (SocketException e) {
            return true;
        }
    }

    private static boolean reaches(NetworkInterface network) {
        try {
            return network.isUp() && !network.isLoopback() && network.inetAddresses().findAny().isPresent();
        } catch (SocketException e) {
            return false;
        }
    }

    /** How many peer connections are open. */
    int open() throws MediaException {
        return lane.call(peers::size);
    }

    /** Closes every peer, then libwebrtc itself: in the other order it crashes. */
    @Override
    public void close() {
        lane.finish(() -> {
            if (!closed) {
                closed = true;
                List.copyOf(peers).forEach(ReceivingPeer::close);
                stack.close();
            }
        });
    }
}
