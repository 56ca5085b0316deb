package flathead.webrtc.libwebrtc.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ReferenceTimeTest {
    private static final String ANSWER = "a=rtpmap:102 H264/90000\r\na=rtcp-fb:102 nack\r\na=rtcp-fb:102 nack pli\r\n"
        + "a=rtcp-fb:10 nack\r\n";

    @Test
    void isAgreedToWhereItIsOffered() {
        assertEquals("a=rtpmap:102 H264/90000\r\na=rtcp-fb:102 nack\r\na=rtcp-fb:102 rrtr\r\na=rtcp-fb:102 nack pli\r\n"
            + "a=rtcp-fb:10 nack\r\n",
            ReferenceTime.agreed("a=rtcp-fb:102 nack\r\na=rtcp-fb:102 rrtr\r\na=rtcp-fb:99 rrtr\r\n"
                + "a=rtcp-fb:102 rrtr\r\n".repeat(1_000), ANSWER));
    }

    @Test
    void isNotForcedOnASenderThatDoesNotOfferIt() {
        assertEquals(ANSWER, ReferenceTime.agreed("a=rtcp-fb:102 nack\r\na=rtcp-fb:102 rrtr more\r\n", ANSWER));
    }
}
