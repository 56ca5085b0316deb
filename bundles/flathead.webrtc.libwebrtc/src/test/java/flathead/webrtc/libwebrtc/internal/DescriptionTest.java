package flathead.webrtc.libwebrtc.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.Codec;
import flathead.api.MediaException;
import java.util.List;
import org.junit.jupiter.api.Test;

class DescriptionTest {
    @Test
    void namesTheCodecsInTheOrderOffered() throws MediaException {
        assertEquals(List.of(Codec.H264), Description.offer(Offers.RTP).codecs());
        assertEquals(List.of(Codec.VP8, Codec.H264), Description.offer(Offers.AIORTC).codecs());
    }

    @Test
    void linesMayEndWithoutCarriageReturn() throws MediaException {
        assertEquals(List.of(Codec.H264), Description.offer(Offers.RTP.replace("\r", "")).codecs());
    }

    @Test
    void refusesWhatIsNoOffer() {
        refused(null, "empty");
        refused(" \n", "empty");
        refused("{\"type\":\"offer\"}", "is no SDP");
        refused("x".repeat(1_000_000), "at most 200000");
        refused("v=0\r\nm=video\u0000 9 UDP/TLS/RTP/SAVPF 96", "U+0000 at character 12");
        refused("v=0\r\ns=-\r\n", "no media section");
        refused("v=0\r\nm=video 9\r\n", "no payload type");
    }

    @Test
    void refusesWhatIsNotOneVideoThatSends() {
        refused(Offers.RTP.replace("m=video", "m=audio"), "exactly one section, of video");
        refused(Offers.RTP + "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n", "m=application");
        refused(Offers.RTP + "m=video 9 UDP/TLS/RTP/SAVPF 96\r\n", "exactly one section, of video");
        refused(Offers.RTP.replace("sendonly", "recvonly"), "sends nothing");
        refused(Offers.RTP.replace("sendonly", "inactive"), "sends nothing");
        refused(Offers.RTP.replace("m=video 50000", "m=video 0"), "port 0");
    }

    @Test
    void refusesCodecsThatNobodyDecodes() {
        refused(Offers.RTP.replace("H264/90000", "H265/90000"),
            "the offer has [H265, rtx], understood [H264, VP8, VP9, AV1]");
        refused(Offers.RTP.replace("SAVPF 96 97", "SAVPF 97"), "no codec in common");
    }

    @Test
    void anAnswerMustReceive() throws MediaException {
        String answer = Offers.RTP.replace("sendonly", "recvonly");
        assertEquals(List.of(Codec.H264), Description.answer(answer).codecs());
        String refusal = assertThrows(MediaException.class, () -> Description.answer(Offers.RTP)).getMessage();
        assertTrue(refusal.contains("the answer receives nothing (a=sendonly)"), refusal);
        assertTrue(assertThrows(MediaException.class, () -> Description.answer(
            answer.replace("m=video 50000", "m=video 0"))).getMessage().contains("no codec in common"));
    }

    private static void refused(String sdp, String why) {
        String message = assertThrows(MediaException.class, () -> Description.offer(sdp)).getMessage();
        assertTrue(message.contains(why), message);
        assertFalse(message.contains("\n"), message);
        assertTrue(message.length() < 500, message);
    }
}
