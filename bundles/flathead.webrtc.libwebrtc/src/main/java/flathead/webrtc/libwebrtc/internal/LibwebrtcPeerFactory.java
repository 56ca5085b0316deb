package flathead.webrtc.libwebrtc.internal;

import dev.onvoid.webrtc.RTCBundlePolicy;
import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCIceServer;
import dev.onvoid.webrtc.RTCIceTransportPolicy;
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
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Peer connections of libwebrtc. They receive, in the first of the offer's codecs that libwebrtc decodes, and send raw
 * pictures, in the first codec of its own that the other side takes. Media goes over UDP; to a relay, also over TCP.
 */
final class LibwebrtcPeerFactory implements PeerFactory, AutoCloseable {
    /** Opening may load libwebrtc first, from a slow card. */
    private static final long OPEN_SECONDS = 20;

    private final Lane lane;
    private final Loader loader;
    private final NanoClock clock;
    private volatile LibwebrtcSettings settings = LibwebrtcSettings.DEFAULT;
    // On the lane only.
    private final Set<NativePeer> peers = new LinkedHashSet<>();
    private boolean closed;

    /** Takes over what is loaded and closes it at the end; not the lane. */
    LibwebrtcPeerFactory(Lane lane, Loader.How how, NanoClock clock) {
        this.lane = lane;
        this.loader = new Loader(how, clock);
        this.clock = clock;
    }

    @Override
    public List<Codec> sends() {
        return RawTrack.CODECS;
    }

    @Override
    public List<Codec> receives() {
        return Description.CODECS;
    }

    @Override
    public Peer.Publishing publish(StreamId stream, VideoFormat format, List<IceServer> servers, Feedback upstream,
            Peer.Events events) throws MediaException {
        if (!RawTrack.CODECS.contains(format.codec())) {
            throw new MediaException("libwebrtc encodes by itself, and takes " + RawTrack.CODECS + ", not "
                + format.codec());
        }
        upstream.limitBitrate(Feedback.NOTHING);
        try {
            lane.call(OPEN_SECONDS, this::stack);
        } catch (MediaException e) {
            throw new MediaException("libwebrtc is needed to encode VP8: " + e.getMessage(), e);
        }
        return open(new PublishingPeer(stream, settings.bitrate(), upstream, events, lane, clock, peers::remove),
            servers);
    }

    @Override
    public Peer.Receiving receive(StreamId stream, String offer, List<IceServer> servers, Peer.Events events)
            throws MediaException {
        Codec first = Description.offer(offer).codecs().get(0);
        return open(new ReceivingPeer(stream, offer, first, events, lane, clock, servers.isEmpty(), peers::remove),
            servers);
    }

    private <P extends NativePeer> P open(P peer, List<IceServer> servers) throws MediaException {
        try {
            return lane.call(OPEN_SECONDS, () -> {
                NativeStack stack = stack();
                peers.add(peer);
                peer.open(stack, configuration(servers, settings.relay()));
                return peer;
            });
        } catch (MediaException e) {
            peer.abandon();
            throw e;
        }
    }

    private NativeStack stack() throws MediaException {
        if (closed) {
            throw new MediaException("libwebrtc is shut down");
        }
        return loader.stack();
    }

    static RTCConfiguration configuration(List<IceServer> servers, boolean relay) {
        RTCConfiguration configuration = new RTCConfiguration();
        configuration.bundlePolicy = RTCBundlePolicy.MAX_BUNDLE;
        configuration.portAllocatorConfig.setDisableTcp(true);
        configuration.portAllocatorConfig.setEnableAnyAddressPorts(onlyLoopback());
        configuration.iceTransportPolicy = relay ? RTCIceTransportPolicy.RELAY : RTCIceTransportPolicy.ALL;
        for (IceServer server : servers) {
            RTCIceServer made = new RTCIceServer();
            made.urls = new ArrayList<>(server.urls());
            made.username = server.username();
            made.password = server.credential();
            configuration.iceServers.add(made);
        }
        return configuration;
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

    /**
     * Loads libwebrtc if it is not yet. On the lane.
     *
     * @throws MediaException if this machine cannot
     */
    void load() throws MediaException {
        stack();
    }

    /** Other settings: the bitrate holds from now on, the ways for the next peers. Any thread. */
    void configure(LibwebrtcSettings now) {
        settings = now;
        lane.post(() -> peers.forEach(peer -> {
            if (peer instanceof PublishingPeer publishing) {
                publishing.limit(now.bitrate());
            }
        }));
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
                List.copyOf(peers).forEach(NativePeer::close);
                loader.close();
            }
        });
    }
}
