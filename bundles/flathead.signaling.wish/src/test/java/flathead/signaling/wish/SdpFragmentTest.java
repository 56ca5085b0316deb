package flathead.signaling.wish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.signaling.Candidate;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SdpFragmentTest {
    private static final String FIRST = "candidate:1387637174 1 udp 2122260223 192.0.2.1 61764 typ host ufrag EsAw";
    private static final String SECOND = "candidate:3471623853 1 udp 2122194687 198.51.100.2 61765 typ host";

    @Test
    void readsWhatAClientTrickles() throws Exception {
        SdpFragment fragment = SdpFragment.parse("a=group:BUNDLE 0 1\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:0\r\n"
            + "a=ice-ufrag:EsAw\r\na=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1\r\na=" + FIRST + "\r\na=" + SECOND
            + "\r\na=end-of-candidates\r\n");
        assertEquals(List.of(new Candidate(FIRST, "0", 0), new Candidate(SECOND, "0", 0), new Candidate("", "0", 0)),
            fragment.candidates());
        assertEquals("EsAw", fragment.ufrag());
        assertEquals("P2uYro0UCOQ4zxjKXaWCBui1", fragment.password());
    }

    @Test
    void takesTheTagAfterTheCandidateAndSectionsApart() throws Exception {
        SdpFragment fragment = SdpFragment.parse("m=audio 9 RTP/AVP 0\na=" + FIRST + "\na=mid:a\nm=video 9 RTP/AVP 96\n"
            + "a=" + SECOND + "\n");
        assertEquals(List.of(new Candidate(FIRST, "a", 0), new Candidate(SECOND, null, 1)), fragment.candidates());
    }

    @Test
    void aCandidateWithoutASectionIsTheFirstSections() throws Exception {
        assertEquals(List.of(new Candidate(FIRST, null, 0)), SdpFragment.parse("a=" + FIRST).candidates());
    }

    @Test
    void knowsARestartByItsCredentials() throws Exception {
        SdpFragment offer = SdpFragment.ofDescription("v=0\r\nm=video 9 x 96\r\na=ice-ufrag:EsAw\r\na=ice-pwd:old\r\n");
        assertEquals("EsAw", offer.ufrag());
        assertFalse(SdpFragment.parse("a=ice-ufrag:EsAw\na=ice-pwd:old\na=" + FIRST).restarts(offer));
        assertFalse(SdpFragment.parse("a=" + FIRST).restarts(offer));
        assertTrue(SdpFragment.parse("a=ice-ufrag:ysXw\na=ice-pwd:new").restarts(offer));
        assertTrue(SdpFragment.parse("a=ice-ufrag:EsAw\na=ice-pwd:new").restarts(offer));
        assertNull(SdpFragment.ofDescription("v=0\r\n").ufrag());
    }

    @Test
    void refusesWhatIsNone() {
        for (String text : List.of("", "\r\n", "hello", "{\"candidate\":\"x\"}", "a=", "a=mid:0",
                "a=candidate:" + "1".repeat(2_000), "a=mid:\na=" + FIRST, "a=ice-pwd:only")) {
            assertThrows(SdpFragment.Malformed.class, () -> SdpFragment.parse(text), text);
        }
    }

    @Test
    void neverFailsOtherwise() {
        Random random = new Random(1);
        String alphabet = "am=:\r\n 019candidate:ice-ufrag:mid:\u0000\u2028€";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(60); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                SdpFragment.parse(text.toString());
            } catch (SdpFragment.Malformed e) {
                assertFalse(e.getMessage().isEmpty());
            }
        }
    }
}
