package flathead.webrtc.rtp.internal.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.MediaException;
import flathead.webrtc.rtp.internal.rtp.RtpSenderSettings.Extensions;
import flathead.webrtc.rtp.internal.rtp.RtpSenderSettings.Start;
import flathead.webrtc.rtp.internal.sdp.Fingerprint;
import flathead.webrtc.rtp.internal.sdp.H264Level;
import flathead.webrtc.rtp.internal.sdp.Setup;
import flathead.webrtc.rtp.internal.sdp.TransportDescription;
import flathead.webrtc.rtp.internal.sdp.VideoAnswer;
import flathead.webrtc.rtp.internal.sdp.VideoOffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RtpSenderSettingsTest {
    private static final VideoOffer OFFER = new VideoOffer(1, 0x8000_0001, 2, "flathead", "left", H264Level.L3, true,
        new TransportDescription("abcd", "0123456789abcdefghijkl", List.of(), true, false, Setup.ACTPASS,
            List.of(Fingerprint.sha256(new byte[32]))));

    /** Our own offer turned into an answer that takes everything, or less. */
    private static RtpSenderSettings negotiated(String part, String instead) throws MediaException {
        String answer = OFFER.sdp().replace("a=sendonly", "a=recvonly").replace("actpass", "active");
        return RtpSenderSettings.negotiated(OFFER, VideoAnswer.parse(OFFER, answer.replace(part, instead)), 42,
            new Random(1));
    }

    @Test
    void whatBothAgreedOn() throws MediaException {
        RtpSenderSettings settings = negotiated("", "");
        assertEquals(new RtpSenderSettings(0x8000_0001, 102, 2, 103, "flathead", "0", new Extensions(1, 2, 3, 4, 5),
            settings.start(), 1_200, 1_024, 42), settings);
    }

    @Test
    void whatTheAnswerLeavesOutIsNotSent() throws MediaException {
        assertEquals(new Extensions(1, 0, 3, 4, 5), negotiated("a=extmap:2 ", "a=x:").extensions());
        assertEquals(-1, negotiated("apt=102", "apt=96").rtxPayloadType());
    }

    @Test
    void numbersBeginInTheLowerHalf() {
        Random random = new Random(2);
        for (int i = 0; i < 1_000; i++) {
            Start start = Start.random(random);
            assertTrue(start.sequence() < 32_768 && start.rtxSequence() < 32_768);
        }
    }

    @Test
    void whatIsOutOfRangeIsRefusedWithTheRange() {
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class,
            () -> new RtpSenderSettings(1, 128, 2, 103, "c", "0", Extensions.NONE, new Start(0, 0, 0), 1_200, 64, 0));
        assertEquals("payload type 128 is not within 0..127", refusal.getMessage());
        refusal = assertThrows(IllegalArgumentException.class,
            () -> new RtpSenderSettings(1, 102, 2, 103, "c", "0", Extensions.NONE, new Start(0, 0, 0), 1_200, 96, 0));
        assertEquals("slots 96 is not a power of two", refusal.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new Extensions(15, 0, 0, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new Start(65_536, 0, 0));
    }
}
