package flathead.webrtc.rtp.internal.transport;

import flathead.api.NanoClock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A port that a TURN server lends us. Everything goes through channels (RFC 8656, section 12), one for each address of
 * the other side's, which also let that host's packets through; until a channel is bound, a few packets wait for it.
 * The {@link Server} talks to the server; here is only the four-byte frame around what is relayed, made in place, as
 * ice4j's {@code ChannelData} would take two arrays a packet.
 */
final class RelayPort extends StunPort {
    /** A channel lives for 10 minutes, what it lets through for 5. */
    static final long RENEW_NANOS = 240_000_000_000L;
    /** After a bind that nobody answered. */
    static final long RETRY_NANOS = 5_000_000_000L;
    private static final int FIRST_CHANNEL = 0x4000;
    /** The other side's candidates, and where else it is seen. */
    private static final int MOST_CHANNELS = 128;
    private static final int MOST_WAITING = 8;
    private static final int HEADER = 4;
    private static final int LARGEST = 2_048;

    private final Route carrier;
    private final InetSocketAddress server;
    private final Server turn;
    private final NanoClock clock;
    private final Map<InetSocketAddress, Channel> byPeer = new ConcurrentHashMap<>();
    private final AtomicReferenceArray<Channel> byNumber = new AtomicReferenceArray<>(MOST_CHANNELS);
    /** Guarded by itself. */
    private final ByteBuffer framed = ByteBuffer.allocateDirect(LARGEST);
    /** Guarded by {@link #byPeer}. */
    private int channels;

    /** Asks the TURN server. Any thread. */
    interface Server {
        /** Asks it to bind the channel, or to renew it; {@link #bound} or {@link #unbound} follows, or nothing. */
        void bind(char number, InetSocketAddress peer);
    }

    /** One address of the other side's. */
    private static final class Channel {
        final char number;
        final InetSocketAddress peer;
        /** Guarded by this. */
        final Queue<byte[]> waiting = new ArrayDeque<>();
        volatile boolean bound;
        volatile long due;

        Channel(char number, InetSocketAddress peer, long due) {
            this.number = number;
            this.peer = peer;
            this.due = due;
        }
    }

    /**
     * With no channel.
     *
     * @param relayed the address that the other side sees
     * @param carrier the way to the server
     * @param server its address
     */
    RelayPort(InetSocketAddress relayed, StunPort carrier, InetSocketAddress server, Server turn, NanoClock clock) {
        super(relayed, carrier.getUDPSocket());
        this.carrier = carrier;
        this.server = server;
        this.turn = turn;
        this.clock = clock;
    }

    InetSocketAddress server() {
        return server;
    }

    @Override
    public boolean send(ByteBuffer datagram, InetSocketAddress to) throws IOException {
        Channel channel = byPeer.get(to);
        if (channel == null) {
            channel = open(to);
            if (channel == null) {
                return false;
            }
        }
        if (!channel.bound) {
            synchronized (channel) {
                if (!channel.bound) {
                    return wait(channel, datagram);
                }
            }
        }
        return send(channel, datagram);
    }

    private static boolean wait(Channel channel, ByteBuffer datagram) {
        if (channel.waiting.size() == MOST_WAITING) {
            return false;
        }
        byte[] copy = new byte[datagram.remaining()];
        datagram.get(copy);
        return channel.waiting.add(copy);
    }

    private Channel open(InetSocketAddress peer) {
        Channel channel;
        synchronized (byPeer) {
            channel = byPeer.get(peer);
            if (channel != null || channels == MOST_CHANNELS) {
                return channel;
            }
            channel = new Channel((char) (FIRST_CHANNEL + channels), peer, clock.nanos() + RETRY_NANOS);
            byNumber.set(channels++, channel);
            byPeer.put(peer, channel);
        }
        turn.bind(channel.number, peer);
        return channel;
    }

    private boolean send(Channel channel, ByteBuffer datagram) throws IOException {
        int length = datagram.remaining();
        if (length > LARGEST - HEADER - 3) {
            return false;
        }
        synchronized (framed) {
            framed.clear().putChar(channel.number).putChar((char) length).put(datagram);
            // A stream needs the padding, a datagram may have it.
            while (framed.position() % 4 != 0) {
                framed.put((byte) 0);
            }
            return carrier.send(framed.flip(), server);
        }
    }

    /** The server bound it. */
    void bound(char number) {
        Channel channel = channel(number);
        if (channel == null) {
            return;
        }
        channel.due = clock.nanos() + RENEW_NANOS;
        synchronized (channel) {
            while (!channel.waiting.isEmpty()) {
                try {
                    send(channel, ByteBuffer.wrap(channel.waiting.remove()));
                } catch (IOException e) {
                    // As any datagram: lost.
                    continue;
                }
            }
            channel.bound = true;
        }
    }

    /** The server did not bind it; what waits is lost. */
    void unbound(char number) {
        Channel channel = channel(number);
        if (channel != null) {
            synchronized (channel) {
                channel.bound = false;
                channel.due = clock.nanos() + RETRY_NANOS;
                channel.waiting.clear();
            }
        }
    }

    private Channel channel(char number) {
        int index = number - FIRST_CHANNEL;
        return index >= 0 && index < MOST_CHANNELS ? byNumber.get(index) : null;
    }

    /**
     * Takes the frame off what came from the server.
     *
     * @param message from position to limit; it is what was relayed afterwards
     * @return who sent it; null if it is malformed
     */
    InetSocketAddress unframe(ByteBuffer message) {
        if (message.remaining() < HEADER) {
            return null;
        }
        Channel channel = channel(message.getChar());
        int length = message.getChar();
        if (channel == null || length == 0 || length > message.remaining()) {
            return null;
        }
        message.limit(message.position() + length);
        return channel.peer;
    }

    /**
     * Renews what is due, and tries again what nobody answered.
     *
     * @return nanoseconds until something is
     */
    long turn(long nowNanos) {
        long wait = Long.MAX_VALUE;
        for (int i = 0; i < MOST_CHANNELS; i++) {
            Channel channel = byNumber.get(i);
            if (channel == null) {
                break;
            }
            if (nowNanos - channel.due >= 0) {
                channel.due = nowNanos + RETRY_NANOS;
                turn.bind(channel.number, channel.peer);
            }
            wait = Math.min(wait, channel.due - nowNanos);
        }
        return wait;
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    @Override
    public String toString() {
        return "relayed port " + text(local()) + " of " + text(server);
    }
}
