package flathead.webrtc.rtp.internal.transport;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/** A UDP port on one address of this host. We read and write the channel, which is non-blocking. */
final class UdpSocket extends StunPort {
    private static final int SEND_BUFFER_BYTES = 1 << 20;

    private final DatagramChannel channel;

    private UdpSocket(DatagramChannel channel) throws IOException {
        super((InetSocketAddress) channel.getLocalAddress(), channel.socket());
        this.channel = channel;
    }

    /** Opens a port that the system chooses. */
    static UdpSocket open(InetAddress address) throws IOException {
        DatagramChannel channel = DatagramChannel.open(address instanceof Inet6Address ? StandardProtocolFamily.INET6
            : StandardProtocolFamily.INET);
        try {
            channel.setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER_BYTES);
            channel.configureBlocking(false);
            channel.bind(new InetSocketAddress(address, 0));
            return new UdpSocket(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    DatagramChannel channel() {
        return channel;
    }

    @Override
    public boolean send(ByteBuffer datagram, InetSocketAddress to) throws IOException {
        return channel.send(datagram, to) > 0;
    }

    /** The port stays open for ice4j's close, as the last packets are still to be sent. */
    void closePort() throws IOException {
        close();
        channel.close();
    }

    @Override
    public String toString() {
        return "port " + local().getAddress().getHostAddress() + ":" + local().getPort();
    }
}
