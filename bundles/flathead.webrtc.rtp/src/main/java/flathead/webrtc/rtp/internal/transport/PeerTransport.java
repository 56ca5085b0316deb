package flathead.webrtc.rtp.internal.transport;

import flathead.api.MediaException;
import flathead.api.NanoClock;
import flathead.webrtc.rtp.internal.sdp.Fingerprint;
import flathead.webrtc.rtp.internal.sdp.Setup;
import flathead.webrtc.rtp.internal.sdp.TransportDescription;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * A peer connection's way to the other side: ports, ICE and DTLS, with one thread that reads and keeps the time.
 *
 * <p>Any thread, but {@link #handshake}, {@link #processDtls} and {@link #closeDtls}, which are for one thread.
 */
public final class PeerTransport implements AutoCloseable {
    /** A client's first flight, which often arrives before ICE is done on our side. */
    private static final int MOST_EARLY = 8;
    /**
     * Packets of media that came before we could open them. Who is done with the handshake first sends at once, a
     * keyframe to begin with, and may not care to make another one.
     */
    private static final int MOST_EARLY_MEDIA = 256;

    private final Listener listener;
    private final NanoClock clock;
    private final UdpLoop loop;
    private final IceTransport ice;
    private final DtlsSession dtls;
    private final Fingerprint fingerprint;
    /** The loop's thread only. */
    private final Queue<Early> early = new ArrayDeque<>();
    /** The loop's thread only. */
    private final Queue<byte[]> earlyMedia = new ArrayDeque<>();
    /** Whether an authentic packet came since the last turn. The loop's thread only. */
    private boolean heard;
    private volatile TransportDescription gathered;
    private volatile Path path;
    private volatile boolean secured;
    private volatile boolean taking;

    private record Early(byte[] datagram, InetSocketAddress from) {
    }

    /** What a peer hears of its transport. Nothing of it may wait. */
    public interface Listener {
        /** {@link #local} is all that a description waits for. Once, on the loop's thread. */
        void gathered();

        /** A candidate of ours was found after that: an attribute's value. On the loop's thread. */
        void candidate(String candidate);

        /** ICE found a way. On a thread of ice4j's. */
        void iceConnected();

        /** The other side answered a check of consent. On a thread of ice4j's. */
        void consented();

        /** ICE found none. On a thread of ice4j's. */
        void iceFailed();

        /** A DTLS record arrived after the handshake: call {@link #processDtls()}. On the loop's thread. */
        void dtlsArrived();

        /**
         * An SRTP or SRTCP packet came from where the other side is, from position to limit; after
         * {@link #takeMedia}. On the loop's thread.
         *
         * @return whether it proved to be the other side's
         */
        boolean rtpArrived(ByteBuffer packet);

        /** As {@link UdpLoop.Handler#turn()}. On the loop's thread. */
        long turn();

        /** The transport broke by a defect. On the loop's thread. */
        void broke(Exception cause);
    }

    /**
     * Opens the ports and makes the host candidates.
     *
     * @param threadName of the loop's thread, which {@link #start} starts
     * @param terms of the search for a way
     * @throws MediaException if there is no port to be had
     */
    public PeerTransport(String threadName, Identity identity, IceTerms terms, NanoClock clock, Listener listener)
            throws MediaException {
        this.listener = listener;
        this.clock = clock;
        this.fingerprint = identity.fingerprint();
        try {
            loop = new UdpLoop(threadName, HostAddresses.now(), new Arrivals());
        } catch (IOException e) {
            throw new MediaException("no UDP port can be opened: " + e.getMessage(), e);
        }
        try {
            ice = new IceTransport(threadName, loop, terms, clock, new Progress());
        } catch (MediaException e) {
            closeLoop();
            throw e;
        }
        dtls = new DtlsSession(identity, this::sendDtls);
    }

    /** What our description says of it: the host candidates, and those that servers told of before {@code gathered}. */
    public TransportDescription local() {
        TransportDescription described = gathered;
        return described == null ? describe() : described;
    }

    private TransportDescription describe() {
        // In this order, or the last candidate could be missed.
        boolean complete = ice.complete();
        return new TransportDescription(ice.ufrag(), ice.password(), ice.candidates(), complete, false, Setup.ACTPASS,
            List.of(fingerprint));
    }

    /** Starts the loop's thread, and begins to ask the servers. */
    public void start() {
        loop.start();
        ice.gather();
    }

    /** Begins to look for a way to the other side. */
    public void connect(TransportDescription remote) {
        ice.start(remote.ufrag(), remote.password(), remote.candidates());
    }

    /** Adds a candidate of the other side's; false if it is of no use. */
    public boolean remoteCandidate(String attribute) {
        return ice.remoteCandidate(attribute);
    }

    /** What ICE has tried, for a message. */
    public String tried() {
        return ice.tried();
    }

    /** The way, once ICE found one; else null. */
    public Path path() {
        return path;
    }

    /** As {@link DtlsSession#handshake}. */
    public SrtpKeys handshake(boolean client, List<Fingerprint> trusted, int timeoutMillis) throws MediaException {
        SrtpKeys keys = dtls.handshake(client, trusted, timeoutMillis);
        secured = true;
        return keys;
    }

    /** The listener can open packets from now on: it gets those that came early, then what comes. */
    public void takeMedia() {
        taking = true;
        loop.wake();
    }

    /** As {@link DtlsSession#process}. */
    public boolean processDtls() {
        return dtls.process();
    }

    /** Makes a handshake that is under way fail soon. */
    public void abortHandshake() {
        if (!secured) {
            dtls.abort();
        }
    }

    /** Says goodbye. */
    public void closeDtls() {
        dtls.close();
    }

    /**
     * Sends a datagram, from position to limit; it may get lost.
     *
     * @return false if it was dropped here: no way, no room
     */
    public boolean send(ByteBuffer datagram) {
        Path way = path;
        if (way == null) {
            return false;
        }
        try {
            return way.route().send(datagram, way.remote());
        } catch (IOException e) {
            // The network is gone for now, or for good: consent will tell.
            return false;
        }
    }

    private void sendDtls(byte[] data, int offset, int length) throws IOException {
        if (path == null) {
            throw new SocketException("there is no way to the other side");
        }
        send(ByteBuffer.wrap(data, offset, length));
    }

    /** Makes the loop take a turn soon. */
    public void wake() {
        loop.wake();
    }

    /** Whether the caller is the loop's thread. */
    public boolean onLoop() {
        return loop.isCurrentThread();
    }

    /** Ends everything, and waits for the loop's thread unless the caller is it. May be called again. */
    @Override
    public void close() {
        ice.close();
        closeLoop();
    }

    private void closeLoop() {
        try {
            loop.close();
        } catch (IOException e) {
            throw new IllegalStateException("a port cannot be closed", e);
        }
    }

    private final class Progress implements IceTransport.Listener {
        @Override
        public List<String> iceGathered() {
            gathered = describe();
            listener.gathered();
            return gathered.candidates();
        }

        @Override
        public void iceCandidate(String candidate) {
            listener.candidate(candidate);
        }

        @Override
        public void iceConnected(Path way) {
            path = way;
            listener.iceConnected();
            loop.wake();
        }

        @Override
        public void iceConsented() {
            listener.consented();
        }

        @Override
        public void iceFailed() {
            listener.iceFailed();
        }
    }

    private final class Arrivals implements UdpLoop.Handler {
        @Override
        public void dtlsArrived(ByteBuffer datagram, InetSocketAddress from) {
            byte[] copy = new byte[datagram.remaining()];
            datagram.get(copy);
            if (path == null) {
                if (early.size() < MOST_EARLY) {
                    early.add(new Early(copy, from));
                }
            } else if (ice.knows(from)) {
                deliver(copy);
            }
        }

        private void deliver(byte[] datagram) {
            dtls.arrived(datagram);
            if (secured) {
                listener.dtlsArrived();
            }
        }

        @Override
        public void rtpArrived(ByteBuffer packet, InetSocketAddress from) {
            if (!ice.knows(from)) {
                return;
            }
            if (taking) {
                deliverMedia();
                deliver(packet);
            } else if (earlyMedia.size() < MOST_EARLY_MEDIA) {
                byte[] copy = new byte[packet.remaining()];
                packet.get(copy);
                earlyMedia.add(copy);
            }
        }

        private void deliver(ByteBuffer packet) {
            heard |= listener.rtpArrived(packet);
        }

        private void deliverMedia() {
            while (!earlyMedia.isEmpty()) {
                deliver(ByteBuffer.wrap(earlyMedia.remove()));
            }
        }

        @Override
        public long turn() {
            while (path != null && !early.isEmpty()) {
                Early first = early.remove();
                if (ice.knows(first.from)) {
                    deliver(first.datagram);
                }
            }
            if (taking) {
                deliverMedia();
            }
            long now = clock.nanos();
            if (heard) {
                heard = false;
                ice.heard(now);
            }
            return Math.min(ice.turn(now), listener.turn());
        }

        @Override
        public void broke(Exception cause) {
            listener.broke(cause);
        }
    }
}
