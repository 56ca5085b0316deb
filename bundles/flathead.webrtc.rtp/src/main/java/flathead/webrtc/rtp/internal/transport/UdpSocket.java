package flathead.webrtc.rtp.internal.transport;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.ice4j.socket.IceSocketWrapper;

/**
 * A UDP port on one address of this host. We read and write the channel, which is non-blocking; ice4j sees only the
 * STUN messages, through this class's methods, and writes its own. Any thread may write.
 */
final class UdpSocket extends IceSocketWrapper {
    /** Checks come every 50 ms a pair; what is more is sent again anyway. */
    private static final int STUN_QUEUE = 128;
    private static final int SEND_BUFFER_BYTES = 1 << 20;
    private static final Stun END = new Stun(new byte[0], null);

    private final DatagramChannel channel;
    private final InetSocketAddress local;
    private final BlockingQueue<Stun> stun = new ArrayBlockingQueue<>(STUN_QUEUE);
    private volatile boolean stunClosed;

    private record Stun(byte[] message, SocketAddress from) {
    }

    /** Opens a port that the system chooses. */
    UdpSocket(InetAddress address) throws IOException {
        channel = DatagramChannel.open(address instanceof Inet6Address ? StandardProtocolFamily.INET6
            : StandardProtocolFamily.INET);
        try {
            channel.setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER_BYTES);
            channel.configureBlocking(false);
            channel.bind(new InetSocketAddress(address, 0));
            local = (InetSocketAddress) channel.getLocalAddress();
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    DatagramChannel channel() {
        return channel;
    }

    InetSocketAddress local() {
        return local;
    }

    /** Passes a STUN message to ice4j; drops it when ice4j does not keep up. */
    void stunArrived(ByteBuffer message, SocketAddress from) {
        byte[] copy = new byte[message.remaining()];
        message.get(copy);
        stun.offer(new Stun(copy, from));
    }

    @Override
    public void send(DatagramPacket packet) throws IOException {
        channel.send(ByteBuffer.wrap(packet.getData(), packet.getOffset(), packet.getLength()),
            new InetSocketAddress(packet.getAddress(), packet.getPort()));
    }

    @Override
    public void receive(DatagramPacket packet) throws IOException {
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

    /** Ends ice4j's share of it; the port stays open, as the last packets are still to be sent. */
    @Override
    public void close() {
        stunClosed = true;
        stun.clear();
        stun.offer(END);
    }

    void closePort() throws IOException {
        close();
        channel.close();
    }

    @Override
    public InetAddress getLocalAddress() {
        return local.getAddress();
    }

    @Override
    public int getLocalPort() {
        return local.getPort();
    }

    @Override
    public SocketAddress getLocalSocketAddress() {
        return local;
    }

    @Override
    public Socket getTCPSocket() {
        return null;
    }

    /** Tells ice4j that this is UDP; it neither reads nor writes it. */
    @Override
    public DatagramSocket getUDPSocket() {
        return channel.socket();
    }

    @Override
    public String toString() {
        return local.toString();
    }
}
