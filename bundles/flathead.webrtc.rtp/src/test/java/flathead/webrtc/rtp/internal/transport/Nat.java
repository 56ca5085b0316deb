package flathead.webrtc.rtp.internal.transport;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** Address translation towards one server: what is sent to the inner port goes out from the outer one, and back. */
final class Nat implements AutoCloseable {
    private final DatagramSocket inner;
    private final DatagramSocket outer;
    private volatile SocketAddress host;
    /** Whether anything goes out. */
    volatile boolean open = true;

    Nat(InetAddress address, InetSocketAddress server) throws IOException {
        inner = new DatagramSocket(0, address);
        outer = new DatagramSocket(0, address);
        relay("test-nat-out", inner, outer, packet -> {
            host = packet.getSocketAddress();
            return open ? server : null;
        });
        relay("test-nat-in", outer, inner, packet -> host);
    }

    private interface Addresses {
        SocketAddress of(DatagramPacket packet);
    }

    private static void relay(String name, DatagramSocket from, DatagramSocket to, Addresses addresses) {
        Thread thread = new Thread(() -> {
            DatagramPacket packet = new DatagramPacket(new byte[2_048], 2_048);
            try {
                while (true) {
                    packet.setLength(2_048);
                    from.receive(packet);
                    SocketAddress there = addresses.of(packet);
                    if (there != null) {
                        packet.setSocketAddress(there);
                        to.send(packet);
                    }
                }
            } catch (IOException e) {
                // Closed.
                from.close();
            }
        }, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** What the host takes for the server. */
    int serverPort() {
        return inner.getLocalPort();
    }

    /** What the server takes for the host. */
    int hostPort() {
        return outer.getLocalPort();
    }

    @Override
    public void close() {
        inner.close();
        outer.close();
    }
}
