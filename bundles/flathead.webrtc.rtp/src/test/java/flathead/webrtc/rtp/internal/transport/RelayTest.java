package flathead.webrtc.rtp.internal.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.NanoClock;
import flathead.signaling.IceServer;
import flathead.testkit.Await;
import flathead.testkit.Certificate;
import flathead.testkit.Coturn;
import flathead.webrtc.rtp.internal.sdp.TransportDescription;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two of ours, one of them behind a real TURN server. */
@Timeout(60)
class RelayTest {
    private final ServerNews news = new ServerNews();
    private final Side other = new Side("other", false);
    private SSLSocketFactory tls;
    private NanoClock clock = NanoClock.SYSTEM;
    private Side one;

    @BeforeAll
    static void prepare() {
        Libraries.prepare();
    }

    @AfterEach
    void close() {
        if (one != null) {
            one.close();
        }
        other.close();
        Side.awaitNoThreads();
    }

    private void side(IcePolicy policy, String credential, String... urls) {
        one = new Side("one", new IceTerms(List.of(new IceServer(List.of(urls), Coturn.USER, credential)), policy,
            true, news, () -> tls), clock);
    }

    private void connect() throws Exception {
        one.gather();
        other.gather();
        one.transport.connect(other.transport.local());
        other.transport.connect(one.transport.local());
        // Where time flies, a relay may be found after the description.
        Await.until("a candidate", () -> !one.transport.local().candidates().isEmpty() || !one.trickled.isEmpty());
        one.trickled.forEach(other.transport::remoteCandidate);
        Side.awaitWay(one, other);
        Side.shakeHands(one, other);
    }

    private void exchange() {
        byte[] packet = {(byte) 0x80, 96, 1, 2, 3};
        int before = other.packets.size();
        assertTrue(one.transport.send(ByteBuffer.wrap(packet)));
        Await.until("the packet", () -> other.packets.size() > before);
        assertArrayEquals(packet, other.packets.get(before));
        byte[] back = {(byte) 0x81, 97, 5};
        int ours = one.packets.size();
        assertTrue(other.transport.send(ByteBuffer.wrap(back)));
        Await.until("the packet back", () -> one.packets.size() > ours);
        assertArrayEquals(back, one.packets.get(ours));
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp", "tls"})
    void onlyTheRelayIsToldAndUsedWhereThePolicyAsksForIt(String transport, @TempDir Path folder) throws Exception {
        Certificate certificate = new Certificate(folder, Coturn.ownAddress());
        tls = certificate.trusting();
        try (Coturn coturn = new Coturn("--cert=" + certificate.certificate(), "--pkey=" + certificate.key())) {
            String url = transport.equals("tls") ? coturn.turns() : coturn.turn(transport);
            side(IcePolicy.RELAY, Coturn.CREDENTIAL, url);
            connect();
            List<String> told = one.transport.local().candidates();
            assertEquals(1, told.size(), told.toString());
            assertTrue(told.get(0).endsWith(" typ relay raddr 0.0.0.0 rport 9"), told.get(0));
            CandidateLine relay = CandidateLine.parse(told.get(0));
            assertEquals(relay.port(), other.transport.path().remote().getPort());
            assertTrue(one.transport.path().route() instanceof RelayPort, one.transport.path().toString());
            for (int i = 0; i < 100; i++) {
                exchange();
            }
            Await.until("consent on both sides", Duration.ofSeconds(20), () -> one.consents > 1 && other.consents > 1);
            assertFalse(news.troubled(url));
            one.close();
            Await.until(() -> "given back\n" + String.join("\n", coturn.log()), Duration.ofSeconds(10),
                () -> coturn.logged("refreshed, realm=<flathead.test>, username=<robot>, lifetime=0") > 0);
        }
    }

    /** The checks are under way by then. */
    @Test
    void aRelayThatIsFoundLateIsTrickledAndUsed() throws Exception {
        try (Coturn coturn = new Coturn();
                Nat nat = new Nat(coturn.address(), new InetSocketAddress(coturn.address(), coturn.port()))) {
            nat.open = false;
            side(IcePolicy.RELAY, Coturn.CREDENTIAL,
                "turn:" + coturn.address().getHostAddress() + ":" + nat.serverPort());
            one.gather();
            other.gather();
            assertEquals(List.of(), one.transport.local().candidates());
            assertFalse(one.transport.local().complete());
            one.transport.connect(other.transport.local());
            other.transport.connect(one.transport.local());
            nat.open = true;
            Await.until("a candidate", () -> !one.trickled.isEmpty());
            assertTrue(one.trickled.get(0).contains(" typ relay "), one.trickled.toString());
            assertTrue(other.transport.remoteCandidate(one.trickled.get(0)));
            Side.awaitWay(one, other);
            Side.shakeHands(one, other);
            exchange();
        }
    }

    @Test
    void aWrongCredentialIsToldAndTheSessionGoesOnWithoutTheRelay() throws Exception {
        try (Coturn coturn = new Coturn()) {
            side(IcePolicy.ALL, "guessed", coturn.turn("udp"));
            connect();
            assertEquals("relays nothing for the user \"robot\": 401 Unauthorized", news.of(coturn.turn("udp")));
            assertTrue(one.transport.path().route() instanceof UdpSocket, one.transport.path().toString());
            exchange();
        }
    }

    @Test
    void aDirectWayGoesBeforeARelayedOne() throws Exception {
        try (Coturn coturn = new Coturn()) {
            side(IcePolicy.ALL, Coturn.CREDENTIAL, coturn.turn("udp"));
            connect();
            assertEquals(1, types("relay"), one.transport.local().toString());
            assertTrue(types("host") > 0, one.transport.local().toString());
            assertTrue(one.transport.path().route() instanceof UdpSocket, one.transport.path().toString());
        }
    }

    private long types(String type) {
        return one.transport.local().candidates().stream().filter(line -> line.contains(" typ " + type)).count();
    }

    @Test
    void theAddressThatTheWorldSeesIsTold() throws Exception {
        try (Coturn coturn = new Coturn();
                Nat nat = new Nat(coturn.address(), new InetSocketAddress(coturn.address(), coturn.port()))) {
            side(IcePolicy.ALL, "", "stun:" + coturn.address().getHostAddress() + ":" + nat.serverPort());
            one.gather();
            TransportDescription described = one.transport.local();
            assertTrue(described.complete(), described.toString());
            assertTrue(described.candidates().stream().anyMatch(line -> line.contains(" "
                + coturn.address().getHostAddress() + " " + nat.hostPort() + " typ srflx raddr ")),
                described.toString());
            assertEquals(List.of(), one.trickled);
        }
    }

    /** Time flies on our side; and what the server grants a channel is so short that nothing would arrive later. */
    @Test
    void whatTheServerLendsIsRefreshed() throws Exception {
        try (Coturn coturn = new Coturn("--channel-lifetime=4", "--permission-lifetime=4")) {
            clock = () -> System.nanoTime() * 150;
            side(IcePolicy.RELAY, Coturn.CREDENTIAL, coturn.turn("udp"));
            connect();
            long begin = System.nanoTime();
            Await.until(() -> "refreshes\n" + String.join("\n", coturn.log()), Duration.ofSeconds(20),
                () -> coturn.logged("refreshed, realm=<flathead.test>, username=<robot>, lifetime=600") >= 3
                    && System.nanoTime() - begin > 6_000_000_000L);
            exchange();
        }
    }

    @Test
    void whatIsNotSpokenIsRefused() throws Exception {
        side(IcePolicy.ALL, "x", "stuns:192.0.2.1", "turns:192.0.2.1?transport=udp", "turn:192.0.2.1:99999");
        one.gather();
        assertTrue(one.transport.local().complete());
        assertEquals("cannot be used: STUN is spoken over UDP only", news.of("stuns:192.0.2.1"));
        assertEquals("cannot be used: TURN is not spoken over DTLS, but over UDP, TCP and TLS",
            news.of("turns:192.0.2.1?transport=udp"));
        assertEquals("has a port that is none", news.of("turn:192.0.2.1:99999"));
    }

    /** Its certificate is for another address. */
    @Test
    void anotherServerIsNotSpokenToByTls(@TempDir Path folder) throws Exception {
        Certificate certificate = new Certificate(folder, InetAddress.getByName("192.0.2.77"));
        tls = certificate.trusting();
        try (Coturn coturn = new Coturn("--cert=" + certificate.certificate(), "--pkey=" + certificate.key())) {
            side(IcePolicy.RELAY, Coturn.CREDENTIAL, coturn.turns());
            one.gather();
            Await.until("told", () -> news.troubled(coturn.turns()));
            assertTrue(news.of(coturn.turns()).startsWith("cannot be reached by TLS: "), news.of(coturn.turns()));
            assertEquals(List.of(), one.transport.local().candidates());
        }
    }

    @Test
    void aServerThatIsNotThereIsToldByTcp() throws Exception {
        String url = "turn:" + Coturn.ownAddress().getHostAddress() + ":9?transport=tcp";
        side(IcePolicy.ALL, Coturn.CREDENTIAL, url);
        one.gather();
        Await.until("told", () -> news.troubled(url));
        assertEquals("cannot be reached by TCP: Connection refused", news.of(url));
    }

    @Test
    void namesThatNobodyKnowsDelayNothing() throws Exception {
        String url = "stun:" + "x".repeat(64) + ".test:3478";
        side(IcePolicy.ALL, "", url);
        one.gather();
        assertTrue(types("host") > 0, one.transport.local().toString());
        Await.until("told", () -> news.troubled(url));
        assertEquals("cannot be found: no address is known for " + "x".repeat(64) + ".test", news.of(url));
    }

    /** Only the first session waits for it, and not long. */
    @Test
    void aServerThatDoesNotAnswerDelaysTheFirstDescriptionOnly() throws Exception {
        InetAddress address = Coturn.ownAddress();
        try (DatagramSocket silent = new DatagramSocket(0, address)) {
            String url = "stun:" + address.getHostAddress() + ":" + silent.getLocalPort();
            side(IcePolicy.ALL, "", url);
            one.gather();
            assertFalse(one.transport.local().complete());
            one.close();
            assertTrue(news.keepsWaiting(url));
            side(IcePolicy.ALL, "", url);
            one.gather();
            assertFalse(one.transport.local().complete());
            Await.until("told", Duration.ofSeconds(20), () -> news.troubled(url));
            assertEquals("does not answer", news.of(url));
        }
    }
}
