package flathead.webrtc.rtp.internal.sdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.MediaException;
import flathead.webrtc.rtp.internal.rtp.RtpSenderSettings;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Offers to receive of the peers that the files are named after, and our answers to them. */
class SendingAnswerTest {
    /** Of our own page: video alone, with the header extension and the feedback that it adds. */
    private static final String PAGE = Sdps.file("wish-chromium-150.sdp");
    private static final String CHROMIUM = Sdps.file("wish-chromium-150-audio.sdp");
    private static final String FIREFOX = Sdps.file("wish-like-firefox.sdp");
    private static final String GSTREAMER = Sdps.file("wish-gstreamer-1.22.sdp");

    private static SendingAnswer answer(String wish) throws MediaException {
        return new SendingAnswer(4711, OfferedVideo.wanted(wish), 0x11223344, 0xf5667788, "flathead", "left",
            H264Level.L3_1, Sdps.TRANSPORT);
    }

    private static RtpSenderSettings settings(SendingAnswer answer) {
        return RtpSenderSettings.negotiated(answer, 42, new Random(1));
    }

    @Test
    void ofChromiumsManyTheConstrainedBaselineInModeOneIsSent() throws MediaException {
        SendingAnswer answer = answer(CHROMIUM);
        OfferedVideo offered = answer.offered();
        String id = offered.format().parameters().get("profile-level-id");
        assertEquals("42e01f", id);
        assertEquals(1, offered.format().number("packetization-mode", 0));
        assertEquals(List.of("goog-remb", "ccm fir", "nack", "nack pli"), offered.feedback());
        SessionDescription read = SessionDescription.parse(answer.sdp());
        assertEquals(2, read.media().size());
        assertTrue(read.media().get(0).refused(), "the audio");
        assertEquals(List.of("1"), read.bundle());
        MediaDescription video = read.media().get(1);
        assertEquals(Direction.SENDONLY, video.direction());
        assertEquals(List.of(offered.format().payloadType(), offered.rtxPayloadType()),
            List.copyOf(video.payloads().keySet()));
        assertEquals("42e01f", video.payloads().get(offered.format().payloadType()).parameters()
            .get("profile-level-id"));
        assertEquals(List.of(0x11223344, 0xf5667788), video.ssrcs());
        assertEquals(Setup.ACTIVE, video.transport().setup());
        RtpSenderSettings settings = settings(answer);
        assertEquals(0, settings.extensions().transportSequence(), "without an estimator, REMB");
        assertTrue(settings.extensions().playoutDelay() > 0, settings::toString);
        assertEquals("1", settings.mid());
    }

    @Test
    void whatOurPageAddsIsAgreedOn() throws MediaException {
        SendingAnswer answer = answer(PAGE);
        assertTrue(answer.offered().feedback().contains("rrtr"), answer::toString);
        assertTrue(settings(answer).extensions().captureTime() > 0);
        assertTrue(answer.sdp().contains(" " + HeaderExtension.CAPTURE_TIME + "\r\n"), answer.sdp());
    }

    @Test
    void firefoxIsSentWhatItTakes() throws MediaException {
        SendingAnswer answer = answer(FIREFOX);
        assertEquals(126, answer.offered().format().payloadType());
        assertEquals(127, answer.offered().rtxPayloadType());
        SessionDescription read = SessionDescription.parse(answer.sdp());
        assertTrue(read.media().get(0).refused(), "the audio");
        assertEquals(List.of("1"), read.bundle());
        assertEquals(6, settings(answer).extensions().playoutDelay(), "it says recvonly: that is, from us");
    }

    @Test
    void webrtcbinIsSentWhatItTakes() throws MediaException {
        SendingAnswer answer = answer(GSTREAMER);
        SessionDescription read = SessionDescription.parse(answer.sdp());
        MediaDescription video = read.media().get(answer.offered().line());
        assertEquals(Direction.SENDONLY, video.direction());
        assertEquals(List.of(video.mid()), read.bundle());
        assertEquals("H264", video.payloads().values().iterator().next().encoding());
    }

    @Test
    void withoutRetransmissionsTheyHaveNoSource() throws MediaException {
        SendingAnswer answer = answer(FIREFOX.replace("apt=126", "apt=125"));
        assertEquals(List.of(0x11223344), SessionDescription.parse(answer.sdp()).media().get(1).ssrcs());
        assertEquals(-1, settings(answer).rtxPayloadType());
    }

    @Test
    void anExtensionThatDoesNotFitIsNotSent() throws MediaException {
        assertEquals(0, settings(answer(FIREFOX.replace("extmap:6/recvonly", "extmap:15"))).extensions()
            .playoutDelay());
        assertEquals(0, settings(answer(FIREFOX.replace("extmap:6/recvonly", "extmap:6/sendonly"))).extensions()
            .playoutDelay());
        RtpSenderSettings unnamed = settings(answer(FIREFOX.replace("BUNDLE 0 1", "BUNDLE 0").replace("a=mid:1",
            "a=mid:a-name-of-more-than-sixteen-characters")));
        assertEquals(0, unnamed.extensions().mid());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "m=video 9 | m=video 0 | port 0",
        "a=recvonly | a=sendonly | a=recvonly or a=sendrecv is needed",
        "packetization-mode=1 | packetization-mode=0 | H264/90000 in packetization-mode 1",
        "H264/90000 | VP9/90000 | H264/90000 in packetization-mode 1",
        "a=rtcp-mux | a=x | no a=rtcp-mux",
        "a=ice-pwd | a=x | no a=ice-ufrag, a=ice-pwd and a=fingerprint",
        "m=video | m=audio | it has no video"
    })
    void aWishOfNoUseIsRefusedWithTheReason(String part, String instead, String reason) {
        MediaException refusal =
            assertThrows(MediaException.class, () -> OfferedVideo.wanted(FIREFOX.replace(part, instead)));
        assertTrue(refusal.getMessage().contains(reason), refusal.getMessage());
    }

    @Test
    void damagedWishesAreRefusedOrAnswered() {
        long seed = Long.getLong("flathead.seed", 1);
        Random random = new Random(seed);
        List<String> wishes = List.of(PAGE, CHROMIUM, FIREFOX, GSTREAMER);
        int answered = 0;
        for (int round = 0; round < 20_000; round++) {
            String sdp = Sdps.damaged(wishes, random);
            try {
                SendingAnswer answer = answer(sdp);
                SessionDescription.parse(answer.sdp());
                settings(answer);
                answered++;
            } catch (MediaException e) {
                assertFalse(e.getMessage().length() >= 300, e.getMessage());
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + "\n" + sdp, e);
            }
        }
        assertTrue(answered > 1_000, "seed " + seed + ": " + answered);
    }
}
