package flathead.webrtc.rtp.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.testkit.Allocations;
import flathead.testkit.FakeClock;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class RelayPortTest {
    private static final InetSocketAddress SERVER = new InetSocketAddress(InetAddress.getLoopbackAddress(), 3478);
    private static final InetSocketAddress PEER = new InetSocketAddress(InetAddress.getLoopbackAddress(), 5000);
    private static final InetSocketAddress OTHER = new InetSocketAddress(InetAddress.getLoopbackAddress(), 5001);

    private final FakeClock clock = new FakeClock();
    private final List<String> binds = new ArrayList<>();
    private final List<String> sent = new ArrayList<>();
    private final StunPort carrier = new StunPort(OTHER, null) {
        @Override
        public boolean send(ByteBuffer datagram, InetSocketAddress to) {
            assertEquals(SERVER, to);
            byte[] copy = new byte[datagram.remaining()];
            datagram.get(copy);
            return sent.add(HexFormat.of().formatHex(copy));
        }
    };
    private final RelayPort port = new RelayPort(OTHER, carrier, SERVER,
        (number, peer) -> binds.add(Integer.toHexString(number) + " " + peer.getPort()), clock);

    private boolean send(String hex, InetSocketAddress to) throws Exception {
        return port.send(ByteBuffer.wrap(HexFormat.of().parseHex(hex)), to);
    }

    @Test
    void eachPeerHasAChannelAndWhatIsSentWaitsForIt() throws Exception {
        assertTrue(send("0102030405", PEER));
        assertTrue(send("06070809", PEER));
        assertTrue(send("0a", OTHER));
        assertEquals(List.of("4000 5000", "4001 5001"), binds);
        assertEquals(List.of(), sent);
        port.bound((char) 0x4000);
        // Padded to four bytes.
        assertEquals(List.of("400000050102030405000000", "4000000406070809"), sent);
        sent.clear();
        assertTrue(send("0b0c", PEER));
        assertEquals(List.of("400000020b0c0000"), sent);
    }

    @Test
    void whatIsSentAllocatesNothing() throws Exception {
        StunPort sink = new StunPort(OTHER, null) {
            @Override
            public boolean send(ByteBuffer datagram, InetSocketAddress to) {
                return true;
            }
        };
        RelayPort bound = new RelayPort(OTHER, sink, SERVER, (number, peer) -> { }, clock);
        ByteBuffer packet = ByteBuffer.allocateDirect(1_200);
        bound.send(packet.clear(), PEER);
        bound.bound((char) 0x4000);
        for (int i = 0; i < 20_000; i++) {
            bound.send(packet.clear(), PEER);
        }
        long before = Allocations.ofThisThread();
        for (int i = 0; i < 10_000; i++) {
            bound.send(packet.clear(), PEER);
        }
        long bytes = Allocations.ofThisThread() - before;
        assertTrue(bytes < 10_000, bytes + " bytes for 10000 packets");
    }

    @Test
    void fewPacketsWait() throws Exception {
        for (int i = 0; i < 8; i++) {
            assertTrue(send("01", PEER));
        }
        assertFalse(send("01", PEER));
        port.bound((char) 0x4000);
        assertEquals(8, sent.size());
    }

    @Test
    void channelsAreRenewedAndTriedAgain() throws Exception {
        assertEquals(Long.MAX_VALUE, port.turn(clock.nanos()));
        send("01", PEER);
        assertEquals(RelayPort.RETRY_NANOS, port.turn(clock.nanos()));
        clock.advance(RelayPort.RETRY_NANOS);
        assertEquals(RelayPort.RETRY_NANOS, port.turn(clock.nanos()));
        assertEquals(List.of("4000 5000", "4000 5000"), binds);
        port.bound((char) 0x4000);
        assertEquals(RelayPort.RENEW_NANOS, port.turn(clock.nanos()));
        clock.advance(RelayPort.RENEW_NANOS);
        port.turn(clock.nanos());
        assertEquals(3, binds.size());
        // Renewing it failed: what is sent waits for the next try.
        port.unbound((char) 0x4000);
        sent.clear();
        assertTrue(send("02", PEER));
        assertEquals(List.of(), sent);
        clock.advance(RelayPort.RETRY_NANOS);
        port.turn(clock.nanos());
        assertEquals(4, binds.size());
        port.bound((char) 0x4000);
        assertEquals(List.of("4000000102000000"), sent);
    }

    @Test
    void framesAreTakenOff() throws Exception {
        send("01", PEER);
        ByteBuffer framed = ByteBuffer.wrap(HexFormat.of().parseHex("40000002ab01cccc"));
        assertEquals(PEER, port.unframe(framed));
        assertEquals(2, framed.remaining());
        assertEquals((byte) 0xab, framed.get());
        for (String malformed : List.of("", "4000", "40000000", "40000003ab01", "40010001ab", "4100ffff", "00000001ab",
                "ffff0001ab")) {
            assertNull(port.unframe(ByteBuffer.wrap(HexFormat.of().parseHex(malformed))), malformed);
        }
    }

    @Test
    void aFloodOfPeersIsCutOff() throws Exception {
        int taken = 0;
        for (int i = 1; i < 1_000; i++) {
            taken += send("01", new InetSocketAddress(InetAddress.getLoopbackAddress(), i)) ? 1 : 0;
        }
        assertEquals(128, taken);
        port.bound((char) 0x5000);
        port.unbound((char) 0x3fff);
    }
}
