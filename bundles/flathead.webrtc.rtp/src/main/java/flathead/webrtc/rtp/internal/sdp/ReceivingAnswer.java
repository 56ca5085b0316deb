package flathead.webrtc.rtp.internal.sdp;

import java.util.List;

/**
 * Our answer to an offer of which we take one H.264 stream: that m-line, {@code recvonly}, everything on one port; all
 * others are rejected (RFC 9429, section 5.3.1).
 *
 * @param sessionId of the o= line, not negative
 * @param offered what is taken
 * @param transport ours, candidates as far as they are gathered
 */
public record ReceivingAnswer(long sessionId, OfferedVideo offered, TransportDescription transport) {
    /** What we take, whatever is offered, where the other side allows for levels to differ. */
    private static final H264Level LEVEL = H264Level.L5_2;

    /** The description, with CRLF line ends. */
    public String sdp() {
        return new AnswerLines(offered, transport, LEVEL).session(sessionId).media(Direction.RECVONLY, List.of())
            .toString();
    }
}
