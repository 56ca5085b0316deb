package flathead.signaling.wish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VideoPartTest {
    private static final String SESSION = "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n";
    private static final String AUDIO = "m=audio 9 UDP/TLS/RTP/SAVPF 63 111 0\r\nc=IN IP4 0.0.0.0\r\na=mid:0\r\n"
        + "a=ice-ufrag:EsAw\r\na=ice-pwd:secret\r\na=fingerprint:sha-256 DA:7B\r\na=setup:actpass\r\na=rtcp-mux\r\n"
        + "a=candidate:1 1 udp 1 192.0.2.1 9 typ host\r\na=sendonly\r\na=rtpmap:111 opus/48000/2\r\n";
    private static final String VIDEO = "m=video 0 UDP/TLS/RTP/SAVPF 96\r\nc=IN IP4 0.0.0.0\r\na=mid:1\r\n"
        + "a=bundle-only\r\na=rtcp-mux\r\na=sendonly\r\na=rtpmap:96 VP8/90000\r\n";

    @Test
    void theVideoStandsForItself() {
        VideoPart part = VideoPart.of(SESSION + "a=group:BUNDLE 0 1\r\n" + AUDIO + VIDEO);
        assertEquals("1", part.tag());
        assertEquals(SESSION + "a=group:BUNDLE 1\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\nc=IN IP4 0.0.0.0\r\na=mid:1\r\n"
            + "a=rtcp-mux\r\na=sendonly\r\na=rtpmap:96 VP8/90000\r\na=ice-ufrag:EsAw\r\na=ice-pwd:secret\r\n"
            + "a=fingerprint:sha-256 DA:7B\r\na=setup:actpass\r\na=candidate:1 1 udp 1 192.0.2.1 9 typ host\r\n",
            part.offer());
    }

    @Test
    void theAudioIsInactiveInTheAnswer() {
        VideoPart part = VideoPart.of(SESSION + "a=group:BUNDLE 0 1\r\n" + AUDIO + VIDEO);
        String video = "m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:1\r\na=recvonly\r\na=ice-ufrag:ours\r\n"
            + "a=ice-pwd:ours\r\na=fingerprint:sha-256 F7\r\na=setup:active\r\n"
            + "a=candidate:2 1 udp 1 192.0.2.9 7 typ host\r\n";
        assertEquals(SESSION + "a=group:BUNDLE 0 1\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 0.0.0.0\r\n"
            + "a=mid:0\r\na=inactive\r\na=rtcp-mux\r\na=rtpmap:111 opus/48000/2\r\na=ice-ufrag:ours\r\n"
            + "a=ice-pwd:ours\r\na=fingerprint:sha-256 F7\r\na=setup:active\r\n"
            + "a=candidate:2 1 udp 1 192.0.2.9 7 typ host\r\n" + video,
            part.answer(SESSION + "a=group:BUNDLE 1\r\n" + video));
    }

    @Test
    void whatIsNotOfThatFormIsLeftAlone() {
        String other = AUDIO.replace("mid:0", "mid:2");
        for (String offer : List.of(SESSION + VIDEO, SESSION + "a=group:BUNDLE 1\r\n" + VIDEO,
                SESSION + AUDIO + VIDEO, SESSION + "a=group:BUNDLE 1\r\n" + AUDIO + VIDEO,
                SESSION + "a=group:BUNDLE 0 1\r\n" + AUDIO + VIDEO + VIDEO.replace("mid:1", "mid:2"),
                SESSION + "a=group:BUNDLE 0 1 2\r\n" + AUDIO + VIDEO + other.replace("m=audio", "m=application"),
                SESSION + "a=group:BUNDLE 0 2\r\n" + AUDIO + other, "v=0", "v=0\r\nm=", "m=video\r\nm=audio\r\n")) {
            VideoPart part = VideoPart.of(offer);
            assertSame(offer, part.offer());
            assertNull(part.tag(), offer);
            assertEquals("v=0 answer", part.answer("v=0 answer"));
        }
    }

    @Test
    void neverFails() {
        Random random = new Random(1);
        String[] words = {"m=audio ", "m=video ", "9 ", "0 ", "UDP ", "96", "\r\n", "a=mid:0", "a=mid:1", "a=mid:",
            "a=group:BUNDLE", " 0", " 1", "a=bundle-only", "v=0", "a=rtpmap:96 x"};
        for (int i = 0; i < 50_000; i++) {
            StringBuilder offer = new StringBuilder();
            for (int length = random.nextInt(30); length > 0; length--) {
                offer.append(words[random.nextInt(words.length)]);
            }
            VideoPart part = VideoPart.of(offer.toString());
            part.answer("v=0\r\nm=video 9 x 96\r\n");
        }
    }
}
