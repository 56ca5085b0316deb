package flathead.webrtc.rtp.internal.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.NanoClock;
import flathead.signaling.IceServer;
import flathead.testkit.Await;
import flathead.testkit.Coturn;
import flathead.webrtc.rtp.internal.sdp.TransportDescription;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two of ours, one of them behind a real TURN server. */
@Timeout(60)
class RelayTest {
    private final ServerNews news = new ServerNews();
    private final Side other = new Side("other", false);
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
            true, news), clock);
    }

    private void connect() throws Exception {
        one.gather();
        other.gather();
        one.transport.connect(other.transport.local());
        other.transport.connect(one.transport.local());
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

    @Test
    void onlyTheRelayIsToldAndUsedWhereThePolicyAsksForIt() throws Exception {
        try (Coturn coturn = new Coturn()) {
            side(IcePolicy.RELAY, Coturn.CREDENTIAL, coturn.turn("udp"));
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
            assertFalse(news.troubled(coturn.turn("udp")));
            one.close();
            Await.until(() -> "given back\n" + String.join("\n", coturn.log()), Duration.ofSeconds(10),
                () -> coturn.logged("refreshed, realm=<flathead.test>, username=<robot>, lifetime=0") > 0);
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
