package flathead.webrtc.rtp.internal.sdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.MediaException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VideoAnswerTest {
    private static final String CHROMIUM = Sdps.file("answer-chromium-156.sdp");

    @Test
    void chromiumTakesEverything() throws MediaException {
        VideoAnswer answer = VideoAnswer.parse(Sdps.offer(true), CHROMIUM);
        assertEquals(102, answer.payloadType());
        assertEquals(103, answer.rtxPayloadType());
        assertEquals(H264Level.L3_1, answer.level());
        assertEquals(Sdps.offer(true).extensions().subList(0, 4), answer.extensions(), "all but abs-capture-time");
        assertEquals(List.of("goog-remb", "transport-cc", "ccm fir", "nack", "nack pli"), answer.feedback());
        assertEquals(Setup.ACTIVE, answer.transport().setup());
        assertEquals("+Vi8", answer.transport().ufrag());
        assertEquals(2, answer.transport().candidates().size());
    }

    @Test
    void aiortcKnowsNoPlayoutDelay() throws MediaException {
        VideoAnswer answer = VideoAnswer.parse(Sdps.offer(true), Sdps.file("answer-aiortc-1.4.0.sdp"));
        assertEquals(103, answer.rtxPayloadType());
        assertEquals(0, answer.extension(HeaderExtension.PLAYOUT_DELAY));
        assertEquals(0, answer.extension(HeaderExtension.TRANSPORT_SEQUENCE));
        assertEquals(3, answer.extension(HeaderExtension.ABS_SEND_TIME));
        assertEquals(4, answer.extension(HeaderExtension.MID));
        assertTrue(answer.transport().complete());
    }

    @Test
    void gstreamerTakesNeitherRetransmissionNorExtensionsAndNamesNoLevel() throws MediaException {
        VideoAnswer answer = VideoAnswer.parse(Sdps.offer(true), Sdps.file("answer-gstreamer-1.22.sdp"));
        assertEquals(102, answer.payloadType());
        assertEquals(-1, answer.rtxPayloadType());
        assertNull(answer.level());
        assertEquals(List.of(), answer.extensions());
        assertEquals(List.of(), answer.transport().candidates());
    }

    @Test
    void anExtensionIsOursOnlyWithOurNumberAndIfTheOtherSideTakesIt() throws MediaException {
        String other = CHROMIUM.replace("extmap:1 ", "extmap:9 ").replace("extmap:3 ", "extmap:3/sendonly ")
            .replace("extmap:4 ", "extmap:4/recvonly ");
        VideoAnswer answer = VideoAnswer.parse(Sdps.offer(true), other);
        assertEquals(0, answer.extension(HeaderExtension.PLAYOUT_DELAY));
        assertEquals(0, answer.extension(HeaderExtension.ABS_SEND_TIME));
        assertEquals(2, answer.extension(HeaderExtension.TRANSPORT_SEQUENCE));
        assertEquals(4, answer.extension(HeaderExtension.MID));
        assertEquals(0, VideoAnswer.parse(Sdps.offer(false), CHROMIUM).extension(HeaderExtension.TRANSPORT_SEQUENCE));
    }

    @Test
    void withoutAsymmetryTheLowerLevelHoldsForBoth() throws MediaException {
        String high = CHROMIUM.replace("42e01f", "42e033");
        assertEquals(H264Level.L5_1, VideoAnswer.parse(Sdps.offer(true), high).level());
        String symmetric = high.replace("level-asymmetry-allowed=1;", "");
        assertEquals(H264Level.L3_1, VideoAnswer.parse(Sdps.offer(true), symmetric).level());
        String low = CHROMIUM.replace("level-asymmetry-allowed=1;", "").replace("42e01f", "42e01e");
        assertEquals(H264Level.L3, VideoAnswer.parse(Sdps.offer(true), low).level());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "m=video 9 | m=video 0 | it refuses the stream (port 0)",
        "m=video | m=audio | its m-line is \"audio\"",
        "a=recvonly | a=inactive | a=inactive; a=recvonly is needed",
        "a=recvonly | a=sendonly | a=sendonly; a=recvonly is needed",
        "a=rtcp-mux | a=x | no a=rtcp-mux",
        "a=ice-ufrag | a=x | no a=ice-ufrag and a=ice-pwd",
        "a=fingerprint:sha-256 | a=x: | no a=fingerprint",
        "a=setup:active | a=setup:actpass | a=setup:actpass; a=setup:active or a=setup:passive is needed",
        "a=setup:active | a=x | no a=setup",
        "H264/90000 | VP8/90000 | no payload type H264/90000",
        "packetization-mode=1 | packetization-mode=0 | no packetization-mode=1",
        "packetization-mode=1; | '' | no packetization-mode=1",
        "42e01f | 42e0 | profile-level-id \"42e0\" is not three bytes",
        "a=rtpmap:103 rtx/90000 | m=audio 9 UDP/TLS/RTP/SAVPF 8 | it has 2 m-lines; the offer has one"
    })
    void anAnswerOfNoUseIsRefusedWithTheReason(String part, String instead, String reason) {
        String sdp = CHROMIUM.replace(part, instead);
        MediaException refusal =
            assertThrows(MediaException.class, () -> VideoAnswer.parse(Sdps.offer(true), sdp));
        assertTrue(refusal.getMessage().contains(reason), refusal.getMessage());
        assertTrue(refusal.getMessage().startsWith("the answer is of no use: "), refusal.getMessage());
    }
}
