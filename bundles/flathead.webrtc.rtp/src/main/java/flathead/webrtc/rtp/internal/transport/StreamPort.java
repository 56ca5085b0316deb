package flathead.webrtc.rtp.internal.transport;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * A TCP or TLS connection to a TURN server (RFC 8656, section 2.1). To ice4j it is one more port of datagrams; here
 * they are cut out of the stream by their own lengths. One thread reads, one writes what others leave here; there is
 * room for a fraction of a second, and what is more is dropped, as a datagram would be.
 */
final class StreamPort extends StunPort {
    private static final int TIMEOUT_MILLIS = 5_000;
    private static final int SEND_BUFFER_BYTES = 1 << 16;
    private static final int CHUNKS = 128;
    private static final int LARGEST = 2_048;
    private static final int STUN_HEADER = 20;
    private static final int FRAME_HEADER = 4;
    private static final long LAST_WORDS_MILLIS = 200;

    private final Socket socket;
    private final InetSocketAddress server;
    private final UdpLoop loop;
    private final BlockingQueue<Chunk> free = new ArrayBlockingQueue<>(CHUNKS);
    private final BlockingQueue<Chunk> filled = new ArrayBlockingQueue<>(CHUNKS + 1);
    private final Chunk end = new Chunk();
    private final Thread writer;

    private static final class Chunk {
        final byte[] data = new byte[LARGEST];
        int length;
    }

    private StreamPort(String name, Socket socket, InetSocketAddress server, UdpLoop loop) {
        super(new InetSocketAddress(socket.getLocalAddress(), socket.getLocalPort()),
            loop.sockets().get(0).getUDPSocket());
        this.socket = socket;
        this.server = server;
        this.loop = loop;
        for (int i = 0; i < CHUNKS; i++) {
            free.add(new Chunk());
        }
        writer = new Thread(this::write, name + "-out");
        writer.setDaemon(true);
        Thread reader = new Thread(this::read, name + "-in");
        reader.setDaemon(true);
        writer.start();
        reader.start();
    }

    /**
     * Connects, which may take seconds.
     *
     * @param name what its threads are named after
     * @param url which server it is; over TLS it must have a certificate for the URL's host
     * @param address of the server
     * @param tls makes TLS of it
     */
    static StreamPort connect(String name, ServerUrl url, InetAddress address, SSLSocketFactory tls, UdpLoop loop)
            throws IOException {
        InetSocketAddress server = new InetSocketAddress(address, url.port());
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSendBufferSize(SEND_BUFFER_BYTES);
            socket.connect(server, TIMEOUT_MILLIS);
            return new StreamPort(name, url.secure() ? secured(socket, url, tls) : socket, server, loop);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static Socket secured(Socket plain, ServerUrl url, SSLSocketFactory tls) throws IOException {
        SSLSocket socket = (SSLSocket) tls.createSocket(plain, url.host(), url.port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.startHandshake();
        socket.setSoTimeout(0);
        return socket;
    }

    @Override
    public boolean send(ByteBuffer datagram, InetSocketAddress to) {
        Chunk chunk = datagram.remaining() > LARGEST ? null : free.poll();
        if (chunk == null) {
            return false;
        }
        chunk.length = datagram.remaining();
        datagram.get(chunk.data, 0, chunk.length);
        return filled.offer(chunk);
    }

    private void write() {
        try (socket) {
            OutputStream out = socket.getOutputStream();
            for (Chunk next = filled.take(); next != end; next = filled.take()) {
                out.write(next.data, 0, next.length);
                free.add(next);
            }
        } catch (IOException e) {
            // The connection is gone: consent will tell.
            super.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        try (socket) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] message = new byte[LARGEST];
            while (true) {
                in.readFully(message, 0, FRAME_HEADER);
                int length = length(message);
                if (length > LARGEST) {
                    throw new IOException("neither STUN nor a channel's data");
                }
                in.readFully(message, FRAME_HEADER, length - FRAME_HEADER);
                if (message[0] <= 3) {
                    stunArrived(ByteBuffer.wrap(message, 0, length), server);
                } else {
                    loop.arrived(this, Arrays.copyOf(message, length), server);
                }
            }
        } catch (IOException e) {
            // Closed by either side.
            super.close();
        }
    }

    /** Of the message with this header, with its padding; too large if it is none. */
    private static int length(byte[] header) {
        int length = (header[2] & 0xff) << 8 | header[3] & 0xff;
        if (header[0] >= 0 && header[0] <= 3) {
            return STUN_HEADER + length;
        }
        return header[0] >= 64 && header[0] <= 79 ? FRAME_HEADER + (length + 3) / 4 * 4 : Integer.MAX_VALUE;
    }

    /** Ends the connection when what waits has been sent, but soon. */
    @Override
    public void close() {
        super.close();
        filled.offer(end);
        try {
            writer.join(LAST_WORDS_MILLIS);
            socket.close();
        } catch (IOException e) {
            // Then it is closed.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return (socket instanceof SSLSocket ? "TLS" : "TCP") + " connection to " + server;
    }
}
