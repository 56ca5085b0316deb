package flathead.webrtc.rtp.internal.sdp;

import flathead.api.MediaException;
import java.util.List;

/**
 * A parsed session description, an offer or an answer.
 *
 * @param bundle the mids that share the first one's transport (RFC 9143); empty if there is no such group
 * @param media the m-lines in order
 */
public record SessionDescription(List<String> bundle, List<MediaDescription> media) {
    /** The longest description that is looked at, in characters. */
    public static final int MAX_LENGTH = 65_536;

    /**
     * Reads a description. Unknown attributes are passed over, as RFC 8866 demands; known ones must be well formed.
     *
     * @param sdp whatever the other side sent; null is malformed too
     * @throws MediaException if it is malformed: which line, what it says, what is allowed; one line of text
     */
    public static SessionDescription parse(String sdp) throws MediaException {
        return new SdpParser().parse(sdp);
    }
}
