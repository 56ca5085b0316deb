package flathead.webrtc.rtp.internal.sdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.MediaException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionDescriptionTest {
    private static final String HEAD = "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n";
    private static final String VIDEO = HEAD + "m=video 9 UDP/TLS/RTP/SAVPF 96\r\n";

    @Test
    void chromiumOffersSoundPictureAndData() throws MediaException {
        SessionDescription offer = SessionDescription.parse(Sdps.file("offer-chromium-156.sdp"));
        assertEquals(List.of("0", "1", "2"), offer.bundle());
        assertEquals(List.of("audio", "video", "application"),
            offer.media().stream().map(MediaDescription::kind).toList());
        MediaDescription video = offer.media().get(1);
        assertEquals("1", video.mid());
        assertEquals(Direction.SENDRECV, video.direction());
        assertTrue(video.rtcpMux() && video.reducedRtcp() && !video.refused());
        assertEquals(23, video.payloads().size());
        PayloadFormat h264 = video.payloads().get(108);
        assertEquals("H264", h264.encoding());
        assertEquals(90_000, h264.clockRate());
        assertEquals(1, h264.number("packetization-mode", 0));
        assertEquals("42e01f", h264.parameters().get("profile-level-id"));
        assertEquals(List.of("goog-remb", "transport-cc", "ccm fir", "nack", "nack pli"), h264.feedback());
        assertEquals(108, video.payloads().get(109).associated());
        assertEquals(-1, h264.associated());
        assertEquals(11, video.extensions().size());
        assertTrue(video.extensions().contains(
            new HeaderExtension(5, Direction.SENDRECV, HeaderExtension.PLAYOUT_DELAY)));
        assertEquals(Setup.ACTPASS, video.transport().setup());
        assertEquals("5JNu", video.transport().ufrag());
        assertEquals("Ga9WpG/FBizRqTIjuGcqTQRO", video.transport().password());
        assertEquals(2, video.transport().candidates().size());
        assertTrue(video.transport().candidates().get(0).startsWith("candidate:3028385363 1 udp 2113937151 "));
        assertFalse(video.transport().complete() || video.transport().lite());
        assertTrue(video.transport().fingerprints().get(0).value().startsWith("EE:BA:EB:74:"));
        assertEquals(2, video.ssrcs().size());
        assertEquals(List.of(new SsrcGroup(SsrcGroup.FID, video.ssrcs())), video.groups());
        MediaDescription data = offer.media().get(2);
        assertEquals("UDP/DTLS/SCTP", data.protocol());
        assertTrue(data.payloads().isEmpty());
    }

    @Test
    void whatTheSessionSaysHoldsForItsMedia() throws MediaException {
        String session = HEAD + "a=ice-lite\na=ice-ufrag:sess\na=ice-pwd:sssssssssssssssssssssss\na=setup:passive\n"
            + "a=fingerprint:SHA-256 " + "ab:".repeat(31) + "cd\na=recvonly\na=unheard-of:x\n"
            + "a=candidate:1 1 udp 1 192.0.2.1 9 typ host\na=end-of-candidates\n";
        SessionDescription parsed = SessionDescription.parse(session
            + "m=video 9 UDP/TLS/RTP/SAVPF 96\na=sendonly\n"
            + "m=audio 0 UDP/TLS/RTP/SAVPF 8\na=ice-ufrag:mine\na=ice-pwd:mmmmmmmmmmmmmmmmmmmmmm\na=setup:active\n");
        MediaDescription first = parsed.media().get(0);
        assertEquals("sess", first.transport().ufrag());
        assertEquals(Setup.PASSIVE, first.transport().setup());
        assertEquals(Direction.SENDONLY, first.direction());
        assertTrue(first.transport().lite() && first.transport().complete());
        assertEquals(List.of("candidate:1 1 udp 1 192.0.2.1 9 typ host"), first.transport().candidates());
        assertEquals(List.of(new Fingerprint("sha-256", "AB:".repeat(31) + "CD")), first.transport().fingerprints());
        assertNull(first.mid());
        MediaDescription second = parsed.media().get(1);
        assertEquals("mine", second.transport().ufrag());
        assertEquals("mmmmmmmmmmmmmmmmmmmmmm", second.transport().password());
        assertEquals(Setup.ACTIVE, second.transport().setup());
        assertEquals(Direction.RECVONLY, second.direction());
        assertTrue(second.refused());
    }

    @Test
    void feedbackForAllPayloadTypesReachesEach() throws MediaException {
        MediaDescription video = SessionDescription.parse(HEAD + "m=video 9 RTP/SAVPF 96 97\na=rtcp-fb:* nack\n"
            + "a=rtcp-fb:97 nack pli\na=rtpmap:99 VP8/90000\na=fmtp:96 a=1; B = 2 ;;c\n").media().get(0);
        assertEquals(List.of("nack"), video.payloads().get(96).feedback());
        assertEquals(List.of("nack pli", "nack"), video.payloads().get(97).feedback());
        assertEquals("{a=1, b=2, c=}", video.payloads().get(96).parameters().toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "x | line 6 \"x\": must be a letter, '=' and a value",
        "q=1 | must begin with one of icbkam here",
        "v=0 | must begin with one of",
        "a=mid: | the mid must be a token",
        "a=mid:a b | the mid must be a token",
        "a=ice-ufrag:abc | must have 4 to 256 letters",
        "a=ice-ufrag:ab cd | must have 4 to 256 letters",
        "a=ice-pwd:short | must have 22 to 256 letters",
        "a=setup:maybe | active, passive, actpass or holdconn",
        "a=fingerprint:sha-256 AB:CD | 32 for sha-256",
        "a=fingerprint:sha-1 AB:C | hexadecimal",
        "a=fingerprint:sha-1 AB:CG | hexadecimal",
        "a=fingerprint:sha-1 | hexadecimal",
        "a=candidate:nonsense | foundation, component",
        "a=rtpmap:96 | payload type, a space and a value",
        "a=rtpmap:96 H264 | an encoding, '/' and a clock rate",
        "a=rtpmap:96 H264/x | the clock rate must be a number within 1..2147483647",
        "a=rtpmap:128 H264/90000 | within 0..127",
        "a=rtpmap:-1 H264/90000 | within 0..127",
        "a=rtpmap:99999999999999999999 H264/90000 | within 0..127",
        "a=fmtp:96 | payload type, a space and a value",
        "a=rtcp-fb:x nack | within 0..127",
        "a=extmap:0 urn:x | within 1..4351",
        "a=extmap:300 urn:x | within 1..255 or 4096..4351",
        "a=extmap:1/both urn:x | direction",
        "a=extmap:1 | a URI",
        "a=ssrc:4294967296 cname:x | within 0..4294967295",
        "a=ssrc-group:FID | 1 to 32 SSRCs",
        "a=ssrc-group:FID 1 x | an SSRC must be",
        "m=video | a kind, a port, a protocol",
        "m=video 65536 UDP/TLS/RTP/SAVPF 96 | the port",
        "m=video 9 UDP/TLS/RTP/SAVPF 96 96 | payload type 96 once",
        "m=video 9 UDP/TLS/RTP/SAVPF H264 | a payload type"
    })
    void aMalformedLineIsNamedWithWhatIsAllowed(String line, String complaint) {
        String message = Sdps.refusal(VIDEO + line + "\r\n");
        assertTrue(message.contains(complaint), message);
        assertTrue(message.startsWith("SDP line 6 \""), message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "' ' | SDP is empty", "hello | SDP line 1 \"hello\": must be a letter", "o=x | must be the v= line",
        "v=1 | must be v=0", "v=0 | SDP ends before its o= line"
    })
    void whatIsNoDescriptionIsRefused(String sdp, String complaint) {
        assertTrue(Sdps.refusal(sdp).contains(complaint), Sdps.refusal(sdp));
    }

    @Test
    void orderAndBoundsAreKept() {
        assertTrue(Sdps.refusal(null).contains("empty"));
        assertTrue(Sdps.refusal(HEAD.replace("t=0 0\r\n", "m=video 9 RTP/SAVPF 96\r\n")).contains("after the t= line"));
        assertTrue(Sdps.refusal(HEAD.replace(" IN", "")).contains("must have user, session id"));
        assertTrue(Sdps.refusal("a".repeat(65_537)).contains("at most 65536"));
        assertTrue(Sdps.refusal(HEAD + "a=x\n".repeat(4_000)).contains("more than 4000 lines"));
        assertTrue(Sdps.refusal(HEAD + "m=a 9 x y\n".repeat(65)).contains("at most 64 m-lines"));
        assertTrue(Sdps.refusal(VIDEO + "a=candidate:1 1 udp 1 h 1 typ host\n".repeat(257)).contains("at most 256"));
        assertTrue(Sdps.refusal(VIDEO + "a=rtcp-fb:* nack\n".repeat(33)).contains("at most 32"));
        assertTrue(Sdps.refusal(VIDEO + "a=mid:0\nm=audio 9 RTP/SAVPF 8\r\na=mid:0\r\n").contains("two m-lines"));
        assertTrue(Sdps.refusal(HEAD + "a=group:BUNDLE 7\r\n").contains("names \"7\""));
        assertTrue(Sdps.refusal(VIDEO + "a=extmap:1 urn:x\na=extmap:1 urn:y\n").contains("id 1 again"));
    }

    @Test
    void aComplaintIsOneShortLineWhateverWasSent() {
        String message = Sdps.refusal(VIDEO + "a=mid:\u001b[2J\u0007" + "x".repeat(10_000));
        assertTrue(message.length() < 200, message);
        assertTrue(message.chars().allMatch(c -> c >= ' ' && c <= '~'), message);
        assertTrue(message.contains("must not have control characters"), message);
    }

    @Test
    void bothKindsOfLineEndAndNoneAtTheEndAreTaken() throws MediaException {
        assertEquals(SessionDescription.parse(VIDEO), SessionDescription.parse(VIDEO.replace("\r", "")));
        assertEquals(SessionDescription.parse(VIDEO), SessionDescription.parse(VIDEO.strip()));
        assertEquals(SessionDescription.parse(VIDEO), SessionDescription.parse(VIDEO + "\r\n\r\n"));
        assertEquals(SessionDescription.parse(VIDEO), SessionDescription.parse(VIDEO.replace(" 96", " 96 ")));
        assertEquals(List.of(), SessionDescription.parse(HEAD + "a=group:BUNDLE \r\n").bundle());
    }
}
