package flathead.webrtc.rtp.internal.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Consumer;

/**
 * One thread that reads a peer's ports and runs its timers. What arrives is told apart by its first byte (RFC 7983):
 * STUN goes to ice4j, DTLS and RTP or RTCP to the handler; what a relay has framed is taken out of its frame and told
 * apart anew.
 */
final class UdpLoop implements AutoCloseable {
    private static final int LARGEST_DATAGRAM = 2_048;
    private static final long NANOS_PER_MILLI = 1_000_000;
    /** A bound, in case a wake-up were ever missed. */
    private static final long LONGEST_WAIT_NANOS = 500_000_000;
    /** A large picture's packets. */
    private static final int MOST_HANDED = 512;

    private final Handler handler;
    private final List<UdpSocket> sockets = new ArrayList<>();
    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(LARGEST_DATAGRAM);
    private final Consumer<SelectionKey> read = this::read;
    /** What others read. */
    private final Queue<Handed> handed = new ArrayBlockingQueue<>(MOST_HANDED);
    private final Thread thread;
    private volatile boolean closed;

    private record Handed(StunPort port, byte[] datagram, InetSocketAddress from) {
    }

    /** Called by the loop's thread. */
    interface Handler {
        /** A DTLS record arrived, from the buffer's position to its limit. */
        void dtlsArrived(ByteBuffer datagram, InetSocketAddress from);

        /** An RTP or RTCP packet arrived, from the buffer's position to its limit. */
        void rtpArrived(ByteBuffer datagram, InetSocketAddress from);

        /**
         * Does what is due.
         *
         * @return nanoseconds until it wants to be called again; it is called earlier after a packet or a
         *     {@link UdpLoop#wake}
         */
        long turn();

        /** The loop ended by a defect. */
        void broke(Exception cause);
    }

    /**
     * Opens a port on each address; those that refuse are left out.
     *
     * @throws IOException if all refuse
     */
    UdpLoop(String threadName, List<InetAddress> addresses, Handler handler) throws IOException {
        this.handler = handler;
        selector = Selector.open();
        IOException refusal = new IOException("no network interface is up");
        try {
            for (InetAddress address : addresses) {
                try {
                    UdpSocket socket = UdpSocket.open(address);
                    sockets.add(socket);
                    socket.channel().register(selector, SelectionKey.OP_READ, socket);
                } catch (IOException e) {
                    refusal = new IOException("no port on " + address.getHostAddress() + ": " + e.getMessage(), e);
                }
            }
            if (sockets.isEmpty()) {
                throw refusal;
            }
        } catch (IOException e) {
            closePorts();
            throw e;
        }
        thread = new Thread(this::run, threadName);
        thread.setDaemon(true);
    }

    List<UdpSocket> sockets() {
        return sockets;
    }

    void start() {
        thread.start();
    }

    /** Makes the loop take a turn soon. Any thread. */
    void wake() {
        selector.wakeup();
    }

    /**
     * Hands over a datagram that arrived by another way than the sockets: as if it had arrived at this port. It becomes
     * ours, and is dropped when it is too much. Any thread.
     */
    void arrived(StunPort port, byte[] datagram, InetSocketAddress from) {
        if (datagram.length > 0 && handed.offer(new Handed(port, datagram, from))) {
            selector.wakeup();
        }
    }

    boolean isCurrentThread() {
        return Thread.currentThread() == thread;
    }

    private void run() {
        try {
            while (!closed) {
                once();
            }
        } catch (IOException | RuntimeException e) {
            // Closed from inside a turn, the selector is gone when the loop comes back to it.
            if (!closed) {
                handler.broke(e);
            }
        }
    }

    /** A method of its own, as the JVM compiles what is called often before it compiles what loops for long. */
    private void once() throws IOException {
        for (Handed next = handed.poll(); next != null && !closed; next = handed.poll()) {
            dispatch(next.port, ByteBuffer.wrap(next.datagram), next.from);
        }
        long wait = Math.min(handler.turn(), LONGEST_WAIT_NANOS);
        if (wait <= 0) {
            selector.selectNow(read);
        } else {
            selector.select(read, (wait + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI);
        }
    }

    private void read(SelectionKey key) {
        UdpSocket socket = (UdpSocket) key.attachment();
        try {
            while (!closed) {
                buffer.clear();
                InetSocketAddress from = (InetSocketAddress) socket.channel().receive(buffer);
                if (from == null) {
                    return;
                }
                buffer.flip();
                if (buffer.hasRemaining()) {
                    dispatch(socket, buffer, from);
                }
            }
        } catch (IOException e) {
            // The interface went away with its address: the port is of no more use, consent will tell.
            key.cancel();
        }
    }

    private void dispatch(StunPort port, ByteBuffer datagram, InetSocketAddress from) {
        if (!port.admits(from)) {
            return;
        }
        int first = datagram.get(datagram.position()) & 0xff;
        if (first <= 3) {
            port.stunArrived(datagram, from);
        } else if (first >= 20 && first <= 63) {
            handler.dtlsArrived(datagram, from);
        } else if (first >= 128 && first <= 191) {
            handler.rtpArrived(datagram, from);
        } else if (first >= 64 && first <= 79) {
            RelayPort relay = port.relay(from);
            InetSocketAddress peer = relay == null ? null : relay.unframe(datagram);
            if (peer != null) {
                dispatch(relay, datagram, peer);
            }
        }
    }

    private void closePorts() throws IOException {
        for (UdpSocket socket : sockets) {
            socket.closePort();
        }
        selector.close();
    }

    /** Ends the thread, and waits for it unless this is it; then closes the ports. */
    @Override
    public void close() throws IOException {
        closed = true;
        selector.wakeup();
        if (thread.isAlive() && !isCurrentThread()) {
            boolean interrupted = false;
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        closePorts();
    }
}
