package flathead.webrtc.rtp.internal.sdp;

import flathead.api.MediaException;
import java.util.List;

/**
 * What an answer to a {@link VideoOffer} agrees on.
 *
 * @param transport how to reach the other side; has ICE credentials, a fingerprint, and {@link Setup#ACTIVE} or
 *     {@link Setup#PASSIVE}
 * @param payloadType of the media, as the other side numbers it
 * @param rtxPayloadType of retransmissions, -1 if lost packets are to be sent again as they were
 * @param level the highest that the other side promises to decode; null if it does not say. libwebrtc says 3.1 whatever
 *     it can do
 * @param extensions the header extensions of the offer that the other side takes, with the offer's numbers
 * @param feedback the RTCP feedback it may send, such as {@code nack pli}
 */
public record VideoAnswer(TransportDescription transport, int payloadType, int rtxPayloadType, H264Level level,
        List<HeaderExtension> extensions, List<String> feedback) {
    /**
     * Reads an answer.
     *
     * @param offer ours
     * @param sdp the other side's, unchecked
     * @throws MediaException if it is malformed, refuses the stream, or has nothing in common with the offer; one line
     *     that says what and what is allowed
     */
    public static VideoAnswer parse(VideoOffer offer, String sdp) throws MediaException {
        return new AnswerCheck(offer).check(SessionDescription.parse(sdp));
    }

    /** The number of a header extension, 0 if the other side does not take it. */
    public int extension(String uri) {
        for (HeaderExtension extension : extensions) {
            if (extension.uri().equals(uri)) {
                return extension.id();
            }
        }
        return 0;
    }
}
