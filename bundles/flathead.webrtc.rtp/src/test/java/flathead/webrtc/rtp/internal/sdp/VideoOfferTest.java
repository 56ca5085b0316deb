package flathead.webrtc.rtp.internal.sdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.MediaException;
import java.util.List;
import org.junit.jupiter.api.Test;

class VideoOfferTest {
    @Test
    void saysWhatItIsMadeOf() throws MediaException {
        VideoOffer offer = Sdps.offer(true);
        SessionDescription parsed = SessionDescription.parse(offer.sdp());
        assertEquals(List.of("0"), parsed.bundle());
        MediaDescription media = parsed.media().get(0);
        assertEquals(Sdps.TRANSPORT, media.transport());
        assertEquals(offer.extensions(), media.extensions());
        assertEquals(Direction.SENDONLY, media.direction());
        assertTrue(media.rtcpMux() && media.reducedRtcp());
        assertEquals("UDP/TLS/RTP/SAVPF", media.protocol());
        assertEquals(List.of(102, 103), List.copyOf(media.payloads().keySet()));
        PayloadFormat h264 = media.payloads().get(102);
        assertEquals("42e01f", h264.parameters().get("profile-level-id"));
        assertEquals("1", h264.parameters().get("packetization-mode"));
        assertEquals("1", h264.parameters().get("level-asymmetry-allowed"));
        assertEquals(List.of("goog-remb", "transport-cc", "ccm fir", "nack", "nack pli", "rrtr"), h264.feedback());
        assertEquals(102, media.payloads().get(103).associated());
        assertEquals(List.of(0x11223344, 0xf5667788), media.ssrcs());
        assertEquals(List.of(new SsrcGroup(SsrcGroup.FID, media.ssrcs())), media.groups());
        assertTrue(offer.sdp().contains("a=ssrc:4117133192 cname:flathead\r\n"));
    }

    @Test
    void withoutAnEstimatorNothingOfTransportWideFeedbackIsOffered() {
        String sdp = Sdps.offer(false).sdp();
        assertFalse(sdp.contains("transport"), sdp);
        assertTrue(sdp.contains("goog-remb"), sdp);
        assertTrue(sdp.contains("a=extmap:1 " + HeaderExtension.PLAYOUT_DELAY + "\r\n"), sdp);
    }

    @Test
    void whatWouldBreakTheDescriptionIsRefused() {
        for (String streamId : new String[] {"", "a b", "a\r\na=x", "x".repeat(65), "é"}) {
            assertThrows(IllegalArgumentException.class, () -> new VideoOffer(1, 1, 2, "flathead", streamId,
                H264Level.L3, false, Sdps.TRANSPORT), streamId);
        }
        assertThrows(IllegalArgumentException.class,
            () -> new VideoOffer(1, 1, 1, "flathead", "left", H264Level.L3, false, Sdps.TRANSPORT));
    }

    @Test
    void everyLineEndsAsTheStandardSays() {
        String sdp = Sdps.offer(true).sdp();
        assertTrue(sdp.endsWith("\r\n"));
        assertEquals(sdp.lines().count(), sdp.chars().filter(c -> c == '\r').count());
        assertTrue(sdp.indexOf("a=candidate:1 1 udp") < sdp.indexOf("a=end-of-candidates"), sdp);
    }
}
