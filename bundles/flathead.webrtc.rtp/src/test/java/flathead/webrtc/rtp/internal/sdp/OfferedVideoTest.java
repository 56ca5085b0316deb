package flathead.webrtc.rtp.internal.sdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.MediaException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Offers of the peers that the files are named after, and our answers to them. */
class OfferedVideoTest {
    private static final String CHROMIUM = Sdps.file("offer-chromium-156.sdp");
    private static final String AIORTC = Sdps.file("offer-aiortc-1.4.0.sdp");
    private static final String WEBRTCBIN = Sdps.file("offer-gstreamer-1.22.sdp");

    private static String answer(OfferedVideo offered) {
        return new ReceivingAnswer(4711, offered, Sdps.TRANSPORT).sdp();
    }

    @Test
    void ofChromiumsManyTheConstrainedBaselineInModeOneIsTaken() throws MediaException {
        OfferedVideo offered = OfferedVideo.parse(CHROMIUM);
        assertEquals(108, offered.format().payloadType());
        assertEquals(109, offered.rtxPayloadType());
        assertEquals(1, offered.line());
        assertEquals("1", offered.mid());
        assertTrue(offered.dtlsClient() && offered.reducedRtcp());
        assertEquals(List.of("goog-remb", "transport-cc", "ccm fir", "nack", "nack pli"), offered.feedback());
        assertEquals(3, offered.extension(HeaderExtension.TRANSPORT_SEQUENCE));
        assertEquals(0, offered.extension(HeaderExtension.CAPTURE_TIME));
        SessionDescription answer = SessionDescription.parse(answer(offered));
        assertEquals(List.of("1"), answer.bundle());
        assertEquals(offered.offer().media().size(), answer.media().size());
        for (int i = 0; i < answer.media().size(); i++) {
            assertEquals(i != 1, answer.media().get(i).refused(), "m-line " + i);
            assertEquals(offered.offer().media().get(i).mid(), answer.media().get(i).mid());
        }
        MediaDescription video = answer.media().get(1);
        assertEquals(Direction.RECVONLY, video.direction());
        assertEquals(List.of(108, 109), List.copyOf(video.payloads().keySet()));
        assertEquals("42e034", video.payloads().get(108).parameters().get("profile-level-id"));
        assertEquals(Setup.ACTIVE, video.transport().setup());
        assertEquals(Sdps.TRANSPORT.candidates(), video.transport().candidates());
        assertTrue(video.rtcpMux() && video.reducedRtcp());
    }

    @Test
    void aiortcsOfferIsTaken() throws MediaException {
        OfferedVideo offered = OfferedVideo.parse(AIORTC);
        assertEquals(101, offered.format().payloadType());
        assertEquals(102, offered.rtxPayloadType());
        assertEquals(2, offered.transport().candidates().size());
        assertFalse(offered.reducedRtcp());
        String answer = answer(offered);
        assertTrue(answer.contains("m=video 9 UDP/TLS/RTP/SAVPF 101 102\r\n"), answer);
        assertTrue(answer.contains("a=rtcp-fb:101 nack pli\r\n") && !answer.contains("rsize"), answer);
    }

    @Test
    void webrtcbinsOfferIsTakenWithoutRetransmission() throws MediaException {
        OfferedVideo offered = OfferedVideo.parse(WEBRTCBIN);
        assertEquals(96, offered.format().payloadType());
        assertEquals(-1, offered.rtxPayloadType());
        assertEquals("video0", offered.mid());
        assertTrue(offered.dtlsClient() && offered.reducedRtcp());
        assertEquals(List.of("nack pli", "ccm fir", "transport-cc"), offered.feedback());
        assertEquals(0, offered.extension(HeaderExtension.TRANSPORT_SEQUENCE), "so there is nothing to tell by it");
        assertEquals(2, offered.parameterSets().size());
        String answer = answer(offered);
        assertTrue(answer.contains("m=video 9 UDP/TLS/RTP/SAVPF 96\r\n") && !answer.contains("rtx"), answer);
        assertTrue(answer.contains("a=mid:video0\r\n") && answer.contains("a=group:BUNDLE video0\r\n"), answer);
    }

    @Test
    void ourOwnOfferIsTakenWithAllThatItHas() throws MediaException {
        VideoOffer ours = Sdps.offer(true);
        OfferedVideo offered = OfferedVideo.parse(ours.sdp());
        assertEquals(ours.extensions(), offered.extensions());
        VideoAnswer read = VideoAnswer.parse(ours, answer(offered));
        assertEquals(102, read.payloadType());
        assertEquals(103, read.rtxPayloadType());
        assertEquals(ours.extensions(), read.extensions());
        assertEquals(H264Level.L5_2, read.level());
        assertTrue(read.feedback().contains("rrtr"), read.feedback().toString());
    }

    @Test
    void wrtcHasNoH264() {
        MediaException refusal = assertThrows(MediaException.class,
            () -> OfferedVideo.parse(Sdps.file("offer-wrtc-0.10.0.sdp")));
        assertEquals("the offer is of no use: its video has no payload type H264/90000 in packetization-mode 0 or 1",
            refusal.getMessage());
    }

    @Test
    void modeZeroIsTakenWhereThereIsNoOther() throws MediaException {
        OfferedVideo offered = OfferedVideo.parse(AIORTC.replace("packetization-mode=1;", ""));
        assertEquals(101, offered.format().payloadType());
        assertTrue(answer(offered).contains("a=fmtp:101 packetization-mode=0;level-asymmetry-allowed=1;"));
        String same = answer(OfferedVideo.parse(AIORTC.replace("level-asymmetry-allowed=1;", "")));
        assertTrue(same.contains("profile-level-id=42e01f\r\n"), same);
    }

    @Test
    void theOtherSideMayOpenDtlsAndNameItsParameterSets() throws MediaException {
        OfferedVideo offered = OfferedVideo.parse(AIORTC.replace("actpass", "active")
            .replace("profile-level-id=42e01f", "profile-level-id=42e01f;sprop-parameter-sets=Z0LAHtkDxWhAAAADAEAAAAwD"
                + "xYuS,aMuMsg==,%%"));
        assertFalse(offered.dtlsClient());
        assertTrue(answer(offered).contains("a=setup:passive\r\n"));
        assertEquals(2, offered.parameterSets().size());
        assertEquals(0x68, offered.parameterSets().get(1)[0]);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "m=video 45053 | m=video 0 | port 0",
        "a=sendrecv | a=recvonly | a=recvonly; a=sendonly or a=sendrecv is needed",
        "a=rtcp-mux | a=x | no a=rtcp-mux",
        "a=ice-pwd | a=x | no a=ice-ufrag, a=ice-pwd and a=fingerprint",
        "a=setup:actpass | a=setup:holdconn | a=setup:holdconn",
        "m=video | m=audio | it has no video"
    })
    void anOfferOfNoUseIsRefusedWithTheReason(String part, String instead, String reason) {
        MediaException refusal =
            assertThrows(MediaException.class, () -> OfferedVideo.parse(AIORTC.replace(part, instead)));
        assertTrue(refusal.getMessage().contains(reason), refusal.getMessage());
    }

    @Test
    void damagedOffersAreRefusedOrAnswered() {
        long seed = Long.getLong("flathead.seed", 1);
        Random random = new Random(seed);
        int answered = 0;
        for (int round = 0; round < 30_000; round++) {
            String sdp = Sdps.damaged(List.of(CHROMIUM, AIORTC, WEBRTCBIN), random);
            try {
                SessionDescription.parse(answer(OfferedVideo.parse(sdp)));
                answered++;
            } catch (MediaException e) {
                assertTrue(e.getMessage().length() < 300, e.getMessage());
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + "\n" + sdp, e);
            }
        }
        assertTrue(answered > 1_000, "seed " + seed + ": " + answered);
    }
}
