package flathead.webrtc.rtp.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.ice4j.ice.CandidateType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CandidateLineTest {
    @ParameterizedTest
    @CsvSource({
        "candidate:1 1 udp 2130706431 192.0.2.1 50000 typ host, 192.0.2.1, 50000, 2130706431, HOST_CANDIDATE",
        "a=candidate:1 1 udp 2130706431 192.0.2.1 50000 typ host, 192.0.2.1, 50000, 2130706431, HOST_CANDIDATE",
        "candidate:ab+/=-9 1 UDP 1 127.0.0.1 1 typ host, 127.0.0.1, 1, 1, HOST_CANDIDATE",
        "candidate:1 1 udp 2147483647 2001:db8::1 65535 typ host generation 0 ufrag x, "
            + "2001:db8:0:0:0:0:0:1, 65535, 2147483647, HOST_CANDIDATE",
        "candidate:1 1 udp 7 ::ffff:192.0.2.1 9 typ host, 192.0.2.1, 9, 7, HOST_CANDIDATE",
        "candidate:1 1 udp 1694498815 203.0.113.7 4000 typ srflx raddr 10.0.0.1 rport 4000, "
            + "203.0.113.7, 4000, 1694498815, SERVER_REFLEXIVE_CANDIDATE",
        "candidate:1  1 udp  5 203.0.113.7 4000 typ prflx, 203.0.113.7, 4000, 5, PEER_REFLEXIVE_CANDIDATE",
        "candidate:1 1 udp 5 203.0.113.7 4000 typ relay, 203.0.113.7, 4000, 5, RELAYED_CANDIDATE"})
    void isRead(String line, String address, int port, long priority, CandidateType type) {
        CandidateLine read = CandidateLine.parse(line);
        assertNotNull(read);
        assertEquals(address, read.address().getHostAddress());
        assertEquals(port, read.port());
        assertEquals(priority, read.priority());
        assertEquals(type, read.type());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "candidate:", "candidate:1 1 udp 5 192.0.2.1 9 typ", "candidat:1 1 udp 5 192.0.2.1 9 typ host",
        "candidate:1 1 tcp 5 192.0.2.1 9 typ host tcptype active", "candidate:1 2 udp 5 192.0.2.1 9 typ host",
        "candidate:1 1 udp 0 192.0.2.1 9 typ host", "candidate:1 1 udp 2147483648 192.0.2.1 9 typ host",
        "candidate:1 1 udp -5 192.0.2.1 9 typ host", "candidate:1 1 udp 99999999999 192.0.2.1 9 typ host",
        "candidate:1 1 udp 5 192.0.2.1 0 typ host", "candidate:1 1 udp 5 192.0.2.1 65536 typ host",
        "candidate:1 1 udp 5 192.0.2.1 9 typ else", "candidate:1 1 udp 5 192.0.2.1 9 type host",
        "candidate:a_b 1 udp 5 192.0.2.1 9 typ host", "candidate:1 1 udp 5 0.0.0.0 9 typ host",
        "candidate:1 1 udp 5 224.0.0.1 9 typ host", "candidate:1 1 udp 5 :: 9 typ host",
        "candidate:123456789012345678901234567890123 1 udp 5 192.0.2.1 9 typ host",
        "candidate:1 1 udp 5 4f2c7a1e-1d0c-4a3e-9a55-3a2f6c0e8f11.local 9 typ host"})
    void isOfNoUse(String line) {
        assertNull(CandidateLine.parse(line));
        assertNull(CandidateLine.parse(null));
    }

    /** Were they taken for names, asking for them could take as long as a name server likes. */
    @ParameterizedTest
    @ValueSource(strings = {"999.999.999.999", "256.0.2.1", "192.0.2.300", ".:", ".::1", ":", "1:2", "1.2.3.4:", "::g",
        "12345::", "fe80::1%lo", "1.2.3", "0x7f.0.0.1"})
    void isNeitherAddressNorLookedUp(String address) {
        assertNull(CandidateLine.parse("candidate:1 1 udp 5 " + address + " 9 typ host"));
        // The JDK asks no name server about what has a colon and begins with a colon or a digit.
        assertFalse(CandidateLine.isLiteral(address) && (address.startsWith(".") || !address.contains(":")), address);
    }

    @Test
    void longLinesAreNotLookedAt() {
        String line = "candidate:1 1 udp 5 192.0.2.1 9 typ host x ";
        assertNotNull(CandidateLine.parse(line + "y".repeat(512 - line.length())));
        assertNull(CandidateLine.parse(line + "y".repeat(513 - line.length())));
    }
}
