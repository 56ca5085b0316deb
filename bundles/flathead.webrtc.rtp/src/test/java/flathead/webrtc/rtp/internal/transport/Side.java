package flathead.webrtc.rtp.internal.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import flathead.api.MediaException;
import flathead.api.NanoClock;
import flathead.testkit.Await;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A transport and what it told. */
final class Side implements PeerTransport.Listener, AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    final List<byte[]> packets = new CopyOnWriteArrayList<>();
    final List<String> trickled = new CopyOnWriteArrayList<>();
    final Identity identity = new Identity();
    final String name;
    final IceTerms terms;
    final NanoClock clock;
    volatile boolean gathered;
    volatile boolean connected;
    volatile boolean failed;
    volatile int consents;
    volatile int dtls;
    /** Whether what comes proves to be the other side's. */
    volatile boolean authentic;
    volatile Exception broken;
    PeerTransport transport;

    Side(String name, boolean controlling) {
        this(name, plain(controlling));
    }

    Side(String name, IceTerms terms) {
        this(name, terms, NanoClock.SYSTEM);
    }

    Side(String name, IceTerms terms, NanoClock clock) {
        this.name = name;
        this.terms = terms;
        this.clock = clock;
    }

    /** With no server. */
    static IceTerms plain(boolean controlling) {
        return new IceTerms(List.of(), IcePolicy.ALL, controlling, new ServerNews());
    }

    PeerTransport open() throws MediaException {
        transport = new PeerTransport("test-" + name, identity, terms, clock, this);
        transport.start();
        return transport;
    }

    /** Opens it, and waits until the description is due. */
    Side gather() throws MediaException {
        open();
        Await.until("the description", () -> gathered);
        return this;
    }

    static void awaitWay(Side one, Side other) {
        Await.until(() -> "a way; " + one.transport.tried() + ", " + other.transport.tried(), LIMIT,
            () -> one.connected && other.connected);
        assertNotNull(one.transport.path());
        assertNotNull(other.transport.path());
    }

    /** The other one opens the connection. */
    static void shakeHands(Side one, Side other) throws Exception {
        CompletableFuture<SrtpKeys> client = CompletableFuture.supplyAsync(() -> {
            try {
                return other.transport.handshake(true, List.of(one.identity.fingerprint()), 20_000);
            } catch (MediaException e) {
                throw new AssertionError(e);
            }
        });
        SrtpKeys server = one.transport.handshake(false, List.of(other.identity.fingerprint()), 20_000);
        assertArrayEquals(server.localKey(), client.get(20, TimeUnit.SECONDS).remoteKey());
        one.transport.takeMedia();
        other.transport.takeMedia();
    }

    static void awaitNoThreads() {
        Await.until("no thread is left", () -> Thread.getAllStackTraces().keySet().stream()
            .noneMatch(thread -> thread.getName().startsWith("test-o")));
    }

    @Override
    public void close() {
        if (transport != null) {
            transport.close();
            transport.close();
        }
        assertEquals(null, broken);
    }

    @Override
    public void gathered() {
        gathered = true;
    }

    @Override
    public void candidate(String candidate) {
        trickled.add(candidate);
    }

    @Override
    public void iceConnected() {
        connected = true;
    }

    @Override
    public void consented() {
        consents++;
    }

    @Override
    public void iceFailed() {
        failed = true;
    }

    @Override
    public void dtlsArrived() {
        dtls++;
    }

    @Override
    public boolean rtpArrived(ByteBuffer packet) {
        byte[] copy = new byte[packet.remaining()];
        packet.get(copy);
        packets.add(copy);
        return authentic;
    }

    @Override
    public long turn() {
        return 100_000_000;
    }

    @Override
    public void broke(Exception cause) {
        broken = cause;
    }
}
