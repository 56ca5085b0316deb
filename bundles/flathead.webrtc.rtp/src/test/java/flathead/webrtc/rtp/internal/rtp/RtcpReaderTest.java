package flathead.webrtc.rtp.internal.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RtcpReaderTest {
    private static final String REPORT = "81c90007 00000001 9992e32d";

    static List<String> file(String name) {
        try (InputStream in = RtcpReaderTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
                .filter(line -> !line.startsWith("#")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How often a captured file says what, counted independently by a script when it was captured. */
    @ParameterizedTest
    @CsvSource({
        "rtcp-aiortc-1.4.0.txt, '{nack=11, remb=12, report=14}'",
        "rtcp-chromium-156.txt, '{arrived=194, end=40, remb=12, report=24, time=16}'"
    })
    void capturedPacketsAreUnderstood(String name, String counts) {
        Map<String, Integer> kinds = new TreeMap<>();
        for (String packet : file(name)) {
            for (String heard : Heard.in(packet)) {
                kinds.merge(heard.split(" ")[0], 1, Integer::sum);
            }
        }
        assertEquals(counts, kinds.toString());
    }

    @Test
    void aiortcReportsAsksAndEstimates() {
        assertEquals(List.of("nack 9992e32d 6682", "nack 9992e32d 6683"),
            Heard.in("81cd0003 c509ca20 9992e32d 1a1a0001"));
        assertEquals(List.of(
            "report 9992e32d fraction 36 lost 3 highest 6673 jitter 176 lsr 00000000 dlsr 0",
            "report aa24547c fraction 0 lost 0 highest 64739 jitter 194 lsr 00000000 dlsr 0"),
            Heard.in("82c9000dc509ca209992e32d2400000300001a11000000b00000000000000000"
                + "aa24547c000000000000fce3000000c20000000000000000"));
        assertEquals(List.of("remb 9992e32d 24328", "remb aa24547c 24328"),
            Heard.in("8fce0006c509ca200000000052454d4202005f089992e32daa24547c"));
    }

    @Test
    void chromiumReportsAndEstimatesInOneCompound() {
        // An RR, a REMB of two SSRCs (exponent 4, mantissa 0x20ce1 = 134369) and an XR with its time.
        assertEquals(List.of("report fb3e0247 fraction 0 lost 0 highest 19622 jitter 278 lsr 8f399470 dlsr 15105",
            "report dd670bc1 fraction 0 lost 0 highest 14397 jitter 121 lsr 8f399470 dlsr 15105",
            "remb dd670bc1 2149904", "remb fb3e0247 2149904", "time 00000001 8f39cfd8"),
            Heard.in("82c9000d00000001fb3e02470000000000004ca6000001168f39947000003b01dd670bc1000000000000383d00000079"
                + "8f39947000003b018fce0006000000010000000052454d4202120ce1dd670bc1fb3e0247"
                + "80cf00040000000104000002eeaf8f39cfd8383a"));
    }

    @Test
    void chromiumTellsOfEveryPacketOfTheTransport() {
        // Base 1, 11 packets, reference 0x010378, feedback 0; a run of 11 small deltas; padded by three bytes.
        List<String> heard = Heard.in("afcd000800000001ae46868f0001000b01037800200b8d0f220b0a0c010e110e14000003");
        assertEquals(12, heard.size());
        long micros = 0x010378 * 64_000L;
        int[] deltas = {0x8d, 0x0f, 0x22, 0x0b, 0x0a, 0x0c, 0x01, 0x0e, 0x11, 0x0e, 0x14};
        for (int i = 0; i < deltas.length; i++) {
            micros += deltas[i] * 250L;
            assertEquals("arrived " + (1 + i) + " " + micros, heard.get(i));
        }
        assertEquals("end", heard.get(11));
    }

    @Test
    void everySortOfTransportStatusIsRead() {
        // Base 65534, 24 packets: a run of 3 missing; seven of two bits: small, large, missing, small, large, missing,
        // small; fourteen of one bit: small in the first and the last.
        String chunks = "0003" + hex16(0b11_01_10_00_01_10_00_01) + hex16(0b10_10000000000001);
        List<String> heard = Heard.in("8fcd0008 00000001 00000002 fffe 0018 fffffe 07" + chunks
            + "04 ffff 02 7fff 01 10 20" + "00");
        assertEquals(List.of("missing 65534", "missing 65535", "missing 0", "arrived 1 -127000", "arrived 2 -127250",
            "missing 3", "arrived 4 -126750", "arrived 5 8065000", "missing 6", "arrived 7 8065250"),
            heard.subList(0, 10));
        assertEquals("arrived 8 8069250", heard.get(10));
        assertEquals("arrived 21 8077250", heard.get(23));
        assertEquals(25, heard.size());
    }

    private static String hex16(int value) {
        return String.format("%04x", value);
    }

    @Test
    void requestsAndGoodbyes() {
        assertEquals(List.of("pli 9992e32d"), Heard.in("81ce0002 00000001 9992e32d"));
        assertEquals(List.of("fir 00000001 9992e32d 7", "fir 00000001 00000005 255"),
            Heard.in("84ce0006 00000001 00000000 9992e32d 07000000 00000005 ff000000"));
        assertEquals(List.of("bye 00000001", "bye 00000002"), Heard.in("82cb0003 00000001 00000002 03627965"));
        assertEquals(List.of("nack 00000002 65535", "nack 00000002 0", "nack 00000002 15"),
            Heard.in("81cd0003 00000001 00000002 ffff8001"));
        assertEquals(List.of("report 9992e32d fraction 0 lost -1 highest 0 jitter 0 lsr 00000000 dlsr 0"),
            Heard.in(REPORT + "00ffffff" + "00000000".repeat(4)));
    }

    @Test
    void whatIsNotKnownIsSkipped() {
        assertEquals(List.of("pli 00000002"), Heard.in("80cc0002 00000001 41424344" + "80cf0001 00000001"
            + "83ce0002 00000001 00000002" + "8fce0003 00000001 00000002 58585858" + "81ce0002 00000001 00000002"));
    }

    @Test
    void anEstimateBeyondAllBoundsIsTheHighest() {
        assertEquals(List.of("remb 00000001 " + Long.MAX_VALUE),
            Heard.in("8fce0005 00000001 00000000 52454d42 01ffffff 00000001"));
        assertEquals(List.of("remb 00000001 0"), Heard.in("8fce0005 00000001 00000000 52454d42 01fc0000 00000001"));
        assertEquals(List.of("remb 00000001 " + (0x3ffffL << 44)),
            Heard.in("8fce0005 00000001 00000000 52454d42 01b3ffff 00000001"));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "80", "80c90001", "81c90007 00000001", "01ce0002 00000001 00000002", "c1ce0002 00000001 00000002",
        "81ce0002 00000001 0000000200", "81ce0002 00000001 00000002 81", "a1ce0002 00000001 00000000",
        "a1ce0002 00000001 00000009", "a1ce0002 00000001 0000000c",
        "a1ce0003 00000001 00000002 00000004 80c90001 00000001"
    })
    void aPacketOfWrongFramingIsPassedOverWhole(String hex) {
        assertEquals(List.of("malformed 1"), Heard.in(hex));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "82c90007 00000001 9992e32d 00000000 00000000 00000000 00000000 00000000",
        "80c80005 00000001 00000000 00000000 00000000 00000000", "82cb0001 00000001", "80cf0000",
        "80cf0002 00000001 04000002", "80cf0003 00000001 04000001 00000000", "81cd0001 00000001",
        "81cd0002 00000001 00000002", "81ce0001 00000001", "84ce0002 00000001 00000000",
        "84ce0003 00000001 00000000 00000001", "8fce0003 00000001 00000000 52454d42",
        "8fce0004 00000001 00000000 52454d42 01000001", "8fcd0003 00000001 00000000 00010001",
        "8fcd0004 00000001 00000000 00010000 00000000", "8fcd0004 00000001 00000000 00010001 00000000",
        "8fcd0005 00000001 00000000 00010003 00000000 40030000",
        "8fcd0005 00000001 00000000 00010001 00000000 60010000",
        "8fcd0005 00000001 00000000 00012001 00000000 1fff0002",
        "8fcd0005 00000001 00000000 00010001 00000000 00000000"
    })
    void aMessageThatIsWrongIsPassedOverAlone(String hex) {
        assertEquals(List.of("pli 00000002", "malformed 1"), Heard.in(hex + "81ce0002 00000001 00000002"));
    }

    @Test
    void runLengthsCannotMakeUsCountForLong() {
        // Each message claims 8191 packets in one chunk; only the first of a packet may.
        String claim = "8fcd0005 00000001 00000000 00001fff 00000000 1fff0000";
        List<String> heard = Heard.in(claim.repeat(40));
        assertEquals(8_191 + 2, heard.size());
        assertTrue(heard.contains("malformed 39"));
    }
}
