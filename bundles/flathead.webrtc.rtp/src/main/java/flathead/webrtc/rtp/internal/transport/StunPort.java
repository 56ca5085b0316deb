package flathead.webrtc.rtp.internal.transport;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.ice4j.socket.IceSocketWrapper;

/**
 * A port of ours as ice4j sees it: a UDP socket on which nothing but STUN messages arrive, whatever carries them. One
 * thread of ice4j's reads it. Any thread may write.
 */
abstract class StunPort extends IceSocketWrapper implements Route {
    /** Checks come every 50 ms a pair; what is more is sent again anyway. */
    private static final int STUN_QUEUE = 128;
    private static final Stun END = new Stun(new byte[0], null);

    private final InetSocketAddress local;
    private final DatagramSocket token;
    private final BlockingQueue<Stun> stun = new ArrayBlockingQueue<>(STUN_QUEUE);
    /** Those that are reached from here. */
    private final List<RelayPort> relays = new CopyOnWriteArrayList<>();
    /** Null where everybody's are. */
    private volatile Set<InetSocketAddress> admitted;
    private volatile boolean stunClosed;

    private record Stun(byte[] message, SocketAddress from) {
    }

    /**
     * Opens nothing.
     *
     * @param local the address by which ice4j knows it
     * @param token any UDP socket: its being there tells ice4j that this is UDP, and it is neither read nor written
     */
    StunPort(InetSocketAddress local, DatagramSocket token) {
        this.local = local;
        this.token = token;
    }

    final InetSocketAddress local() {
        return local;
    }

    /** From now on only servers' packets are let in. */
    final void admitServersOnly() {
        admitted = ConcurrentHashMap.newKeySet();
    }

    /** This is a server. */
    final void admit(InetSocketAddress server) {
        if (admitted != null) {
            admitted.add(server);
        }
    }

    /** Whether packets from there are let in. */
    final boolean admits(InetSocketAddress from) {
        return admitted == null || admitted.contains(from);
    }

    /** Passes a STUN message to ice4j; drops it when ice4j does not keep up. */
    final void stunArrived(ByteBuffer message, SocketAddress from) {
        byte[] copy = new byte[message.remaining()];
        message.get(copy);
        stun.offer(new Stun(copy, from));
    }

    /** From now on what this relay frames is understood. */
    final void add(RelayPort relay) {
        relays.add(relay);
    }

    /** The relay that is reached from here and has this address; null if there is none. */
    final RelayPort relay(InetSocketAddress server) {
        for (int i = 0; i < relays.size(); i++) {
            if (relays.get(i).server().equals(server)) {
                return relays.get(i);
            }
        }
        return null;
    }

    @Override
    public final void send(DatagramPacket packet) throws IOException {
        send(ByteBuffer.wrap(packet.getData(), packet.getOffset(), packet.getLength()),
            new InetSocketAddress(packet.getAddress(), packet.getPort()));
    }

    @Override
    public final void receive(DatagramPacket packet) throws IOException {
        try {
            Stun next = stunClosed ? END : stun.take();
            if (next == END) {
                throw new SocketException("closed");
            }
            int length = Math.min(next.message.length, packet.getData().length - packet.getOffset());
            System.arraycopy(next.message, 0, packet.getData(), packet.getOffset(), length);
            packet.setLength(length);
            packet.setSocketAddress(next.from);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SocketException("interrupted");
        }
    }

    /** Ends ice4j's share of it. */
    @Override
    public void close() {
        stunClosed = true;
        stun.clear();
        stun.offer(END);
    }

    @Override
    public final InetAddress getLocalAddress() {
        return local.getAddress();
    }

    @Override
    public final int getLocalPort() {
        return local.getPort();
    }

    @Override
    public final SocketAddress getLocalSocketAddress() {
        return local;
    }

    @Override
    public final Socket getTCPSocket() {
        return null;
    }

    @Override
    public final DatagramSocket getUDPSocket() {
        return token;
    }
}
