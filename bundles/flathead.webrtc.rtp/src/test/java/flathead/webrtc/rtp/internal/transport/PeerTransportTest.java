package flathead.webrtc.rtp.internal.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.MediaException;
import flathead.api.NanoClock;
import flathead.testkit.Await;
import flathead.webrtc.rtp.internal.sdp.TransportDescription;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two of ours over this machine's own addresses. */
@Timeout(60)
class PeerTransportTest {
    private final Side one = new Side("one", true);
    private final Side other = new Side("other", false);

    @BeforeAll
    static void prepare() {
        Libraries.prepare();
    }

    @AfterEach
    void close() {
        one.close();
        other.close();
        Side.awaitNoThreads();
    }

    private static TransportDescription without(TransportDescription described) {
        return new TransportDescription(described.ufrag(), described.password(), List.of(), false, false,
            described.setup(), described.fingerprints());
    }

    private void awaitWay() {
        Side.awaitWay(one, other);
    }

    private void shakeHands() throws Exception {
        Side.shakeHands(one, other);
    }

    private void connect() throws Exception {
        one.open();
        other.open();
        one.transport.connect(other.transport.local());
        other.transport.connect(one.transport.local());
        awaitWay();
    }

    @Test
    void twoSidesFindEachOtherAndAgreeOnKeys() throws Exception {
        connect();
        shakeHands();
        byte[] packet = {(byte) 0x80, 96, 1, 2, 3};
        assertTrue(one.transport.send(ByteBuffer.wrap(packet)));
        Await.until("the packet", () -> !other.packets.isEmpty());
        assertArrayEquals(packet, other.packets.get(0));
        Await.until("consent on both sides", Duration.ofSeconds(20), () -> one.consents > 1 && other.consents > 1);
        one.transport.closeDtls();
        Await.until("the goodbye", () -> other.dtls > 0);
        assertFalse(other.transport.processDtls());
    }

    @Test
    void oneSideMayKnowNoCandidates() throws Exception {
        one.open();
        other.open();
        one.transport.connect(without(other.transport.local()));
        other.transport.connect(one.transport.local());
        awaitWay();
        shakeHands();
    }

    @Test
    void candidatesMayComeBeforeAndAfterTheDescription() throws Exception {
        one.open();
        other.open();
        List<String> candidates = other.transport.local().candidates();
        assertTrue(one.transport.remoteCandidate(candidates.get(0)));
        assertFalse(one.transport.remoteCandidate("candidate:1 1 udp 5 somewhere.local 9 typ host"));
        one.transport.connect(without(other.transport.local()));
        candidates.forEach(one.transport::remoteCandidate);
        other.transport.connect(without(one.transport.local()));
        awaitWay();
        shakeHands();
    }

    @Test
    void aFloodOfCandidatesIsCutOff() throws Exception {
        one.open();
        int taken = 0;
        for (int i = 1; i < 1_000; i++) {
            taken += one.transport.remoteCandidate("candidate:1 1 udp 5 127.0.0.1 " + i + " typ host") ? 1 : 0;
        }
        assertEquals(64, taken);
    }

    @Test
    void strangersAreNotHeard() throws Exception {
        connect();
        shakeHands();
        byte[] first = {(byte) 0x80, 96, 8};
        other.transport.send(ByteBuffer.wrap(first));
        // The handshake's last datagram may still be on its way through the loop, and counts.
        Await.until("the loop is done with the handshake", () -> !one.packets.isEmpty());
        int handshake = one.dtls;
        try (DatagramSocket stranger = new DatagramSocket()) {
            for (String candidate : one.transport.local().candidates()) {
                String[] fields = candidate.split(" ");
                InetSocketAddress to = new InetSocketAddress(InetAddress.getByName(fields[4]),
                    Integer.parseInt(fields[5]));
                for (int kind : new int[] {0x80, 22, 0, 99}) {
                    stranger.send(new DatagramPacket(new byte[] {(byte) kind, 96, 1, 2, 3}, 5, to));
                }
            }
        }
        byte[] packet = {(byte) 0x80, 96, 9};
        other.transport.send(ByteBuffer.wrap(packet));
        Await.until("the packet of the other side", () -> one.packets.size() > 1);
        assertEquals(2, one.packets.size());
        assertArrayEquals(first, one.packets.get(0));
        assertArrayEquals(packet, one.packets.get(1));
        assertEquals(handshake, one.dtls);
    }

    /** Who chooses several pairs at once, as RFC 5245 allowed, may send by another one than it answers on. */
    @Test
    void theOtherSideIsHeardWhereverItSaidThatItIs() throws Exception {
        one.open();
        other.open();
        try (DatagramSocket second = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            assertTrue(one.transport.remoteCandidate("candidate:9 1 udp 5 127.0.0.1 " + second.getLocalPort()
                + " typ host"));
            one.transport.connect(other.transport.local());
            other.transport.connect(one.transport.local());
            awaitWay();
            shakeHands();
            byte[] packet = {(byte) 0x80, 96, 7};
            for (String candidate : one.transport.local().candidates()) {
                String[] fields = candidate.split(" ");
                if (InetAddress.getByName(fields[4]) instanceof Inet4Address address) {
                    second.send(new DatagramPacket(packet, packet.length, address, Integer.parseInt(fields[5])));
                }
            }
            Await.until("the packet from where no check was made", () -> !one.packets.isEmpty());
            assertArrayEquals(packet, one.packets.get(0));
        }
    }

    /** Who is done with the handshake first sends a keyframe, and may not make another one. */
    @Test
    void whatComesBeforeItCanBeOpenedIsKept() throws Exception {
        connect();
        for (byte i = 0; i < 100; i++) {
            assertTrue(other.transport.send(ByteBuffer.wrap(new byte[] {(byte) 0x80, 96, i})));
        }
        shakeHands();
        assertTrue(other.transport.send(ByteBuffer.wrap(new byte[] {(byte) 0x80, 96, 100})));
        Await.until("all of them", () -> one.packets.size() == 101);
        for (byte i = 0; i <= 100; i++) {
            assertEquals(i, one.packets.get(i)[2]);
        }
    }

    @Test
    void nothingIsSentWithoutAWay() throws Exception {
        one.open();
        assertFalse(one.transport.send(ByteBuffer.wrap(new byte[] {(byte) 0x80})));
        assertEquals(null, one.transport.path());
    }

    @Test
    void theWrongPasswordFindsNoWay() throws Exception {
        one.open();
        other.open();
        TransportDescription described = other.transport.local();
        one.transport.connect(new TransportDescription(described.ufrag(), "x".repeat(24), described.candidates(), true,
            false, described.setup(), described.fingerprints()));
        Await.until("it gives up", Duration.ofSeconds(40), () -> one.failed);
        assertEquals(null, one.transport.path());
    }

    /** As on a machine with no network but its loopback interface. */
    @Test
    void loopbackAddressesAreEnough() throws Exception {
        try (Alone left = new Alone(); Alone right = new Alone()) {
            left.ice.start(right.ice.ufrag(), right.ice.password(), right.ice.candidates());
            right.ice.start(left.ice.ufrag(), left.ice.password(), List.of());
            Path there = left.way.get(20, TimeUnit.SECONDS);
            assertEquals(right.loop.sockets().get(0).local(), there.remote());
            assertEquals(left.loop.sockets().get(0).local(), right.way.get(20, TimeUnit.SECONDS).remote());
            assertTrue(left.ice.knows(there.remote()));
            assertFalse(left.ice.knows(new InetSocketAddress(InetAddress.getLoopbackAddress(), 9)));
        }
    }

    /** A check that comes together with the answer to ice4j's own can cost it the pair that it chooses. */
    @Test
    void aPairThatTheOtherSideHasLostIsAgreedOnAllTheSame() throws Exception {
        try (Alone left = new Alone(); Alone right = new Alone()) {
            left.ice.start(right.ice.ufrag(), right.ice.password(), right.ice.candidates());
            right.ice.start(left.ice.ufrag(), left.ice.password(), List.of());
            left.way.get(20, TimeUnit.SECONDS);
            right.way.get(20, TimeUnit.SECONDS);
            right.ice.checks().clear();
            Await.until("consent, and again after five seconds", Duration.ofSeconds(20), () -> left.consents > 1);
        }
    }

    /** ICE on a loopback port. */
    private static final class Alone implements UdpLoop.Handler, IceTransport.Listener, AutoCloseable {
        final CompletableFuture<Path> way = new CompletableFuture<>();
        volatile int consents;
        final UdpLoop loop = new UdpLoop("test-only", List.of(InetAddress.getLoopbackAddress()), this);
        final IceTransport ice = new IceTransport("test-only", loop, Side.plain(true), NanoClock.SYSTEM, this);

        Alone() throws IOException, MediaException {
            loop.start();
        }

        @Override
        public void dtlsArrived(ByteBuffer datagram, InetSocketAddress from) {
        }

        @Override
        public void rtpArrived(ByteBuffer datagram, InetSocketAddress from) {
        }

        @Override
        public long turn() {
            long now = System.nanoTime();
            ice.heard(now);
            return Math.min(100_000_000, ice.turn(now));
        }

        @Override
        public void broke(Exception cause) {
            way.completeExceptionally(cause);
        }

        @Override
        public List<String> iceGathered() {
            return List.of();
        }

        @Override
        public void iceCandidate(String candidate) {
        }

        @Override
        public void iceConnected(Path path) {
            way.complete(path);
        }

        @Override
        public void iceConsented() {
            consents++;
        }

        @Override
        public void iceFailed() {
            way.completeExceptionally(new IllegalStateException("no way"));
        }

        @Override
        public void close() throws IOException {
            ice.close();
            loop.close();
        }
    }
}
