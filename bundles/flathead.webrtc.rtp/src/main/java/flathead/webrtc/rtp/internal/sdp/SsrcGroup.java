package flathead.webrtc.rtp.internal.sdp;

import java.util.List;

/**
 * Sources that belong together (RFC 5576).
 *
 * @param semantics how; {@code FID}: the second repairs the first
 * @param ssrcs each 32 bits, unsigned
 */
public record SsrcGroup(String semantics, List<Integer> ssrcs) {
    /** A source and the one that retransmits it. */
    public static final String FID = "FID";
}
