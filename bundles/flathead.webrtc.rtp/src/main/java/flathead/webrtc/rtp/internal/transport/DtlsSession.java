package flathead.webrtc.rtp.internal.transport;

import flathead.api.MediaException;
import flathead.webrtc.rtp.internal.sdp.Fingerprint;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DatagramTransport;

/**
 * One DTLS association. {@link #arrived} takes datagrams from any thread, also before the handshake; everything else is
 * called by one thread, but for {@link #abort}.
 */
public final class DtlsSession {
    /** More than a flight. */
    private static final int QUEUE = 64;
    private static final byte[] END = new byte[0];

    private final Identity identity;
    private final Wire wire = new Wire();
    private final Output output;
    private final BlockingQueue<byte[]> incoming = new ArrayBlockingQueue<>(QUEUE);
    private volatile boolean aborted;
    private RecordGuard guard;
    private DTLSTransport transport;
    private byte[] unused;

    /** Where datagrams go. */
    @FunctionalInterface
    public interface Output {
        /** Sends one. It may get lost; an exception only if there is no way at all. */
        void send(byte[] data, int offset, int length) throws IOException;
    }

    /** Does nothing yet. */
    public DtlsSession(Identity identity, Output output) {
        this.identity = identity;
        this.output = output;
    }

    /** Takes a datagram, which becomes ours; drops it when it is too much. */
    public void arrived(byte[] datagram) {
        incoming.offer(datagram);
    }

    /**
     * Shakes hands.
     *
     * @param client whether we open the connection
     * @param trusted the certificates that the other side may show
     * @param timeoutMillis the longest it may take, positive
     * @throws MediaException if it fails or is aborted; the other side was sent an alert where there is one for it
     */
    public SrtpKeys handshake(boolean client, List<Fingerprint> trusted, int timeoutMillis) throws MediaException {
        DtlsTerms terms = new DtlsTerms(trusted, client, timeoutMillis);
        guard = new RecordGuard(client);
        try {
            transport = client ? new DTLSClientProtocol().connect(new DtlsClient(identity, terms), wire)
                : new DTLSServerProtocol().accept(new DtlsServer(identity, terms), wire);
            unused = new byte[transport.getReceiveLimit()];
            return terms.keys();
        } catch (IOException e) {
            throw terms.failure(e);
        }
    }

    /**
     * Looks at what has arrived since the handshake: the other side's last flight again, or its goodbye.
     *
     * @return false if the association is over
     */
    public boolean process() {
        while (transport != null && !wire.closed && !incoming.isEmpty()) {
            try {
                transport.receive(unused, 0, unused.length, 1);
            } catch (IOException e) {
                return false;
            }
        }
        return !wire.closed;
    }

    /** Makes a handshake that is under way fail soon. Any thread. */
    public void abort() {
        aborted = true;
        incoming.clear();
        incoming.offer(END);
    }

    /** Says goodbye; after it nothing is sent. */
    public void close() {
        if (transport != null) {
            try {
                transport.close();
            } catch (IOException e) {
                // The other side will notice by itself.
                wire.closed = true;
            }
        }
        wire.closed = true;
    }

    /** What BouncyCastle sees. */
    private final class Wire implements DatagramTransport {
        private static final int RECEIVE_LIMIT = 1_500;
        /** RFC 8843 asks for no more than 1200 bytes before the path's MTU is known. */
        private static final int SEND_LIMIT = 1_200;

        private volatile boolean closed;

        @Override
        public int getReceiveLimit() {
            return RECEIVE_LIMIT;
        }

        @Override
        public int getSendLimit() {
            return SEND_LIMIT;
        }

        @Override
        public int receive(byte[] buffer, int offset, int length, int waitMillis) throws IOException {
            try {
                byte[] datagram = incoming.poll(waitMillis, TimeUnit.MILLISECONDS);
                if (aborted) {
                    throw new IOException("closed meanwhile");
                }
                if (datagram == null || datagram == END || !guard.passes(datagram)) {
                    return -1;
                }
                int taken = Math.min(length, datagram.length);
                System.arraycopy(datagram, 0, buffer, offset, taken);
                return taken;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }

        @Override
        public void send(byte[] buffer, int offset, int length) throws IOException {
            if (!closed) {
                output.send(buffer, offset, length);
            }
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
