package flathead.webrtc.rtp.internal.sdp;

import java.util.ArrayList;
import java.util.List;

/**
 * Our answer to an offer to receive one H.264 stream from us: that m-line, {@code sendonly}, everything on one port;
 * all others are rejected (RFC 9429, section 5.3.1).
 *
 * @param sessionId of the o= line, not negative
 * @param offered what is wanted
 * @param ssrc of the media, 32 bits, unsigned, not 0
 * @param rtxSsrc of the retransmissions, 32 bits, unsigned, not 0, another one
 * @param cname the source's canonical name (RFC 7022), a token of at most 255 characters
 * @param streamId of the media stream and its track (RFC 8830), a token of at most 64 characters
 * @param level that the pictures do not exceed as things stand
 * @param transport ours, candidates as far as they are gathered
 */
public record SendingAnswer(long sessionId, OfferedVideo offered, int ssrc, int rtxSsrc, String cname, String streamId,
        H264Level level, TransportDescription transport) {
    /** Whether retransmissions have a source of their own. */
    private boolean repairs() {
        return offered.rtxPayloadType() >= 0;
    }

    /** The same, with this as our transport. */
    public SendingAnswer with(TransportDescription now) {
        return new SendingAnswer(sessionId, offered, ssrc, rtxSsrc, cname, streamId, level, now);
    }

    /** The description, with CRLF line ends. */
    public String sdp() {
        return new AnswerLines(offered, transport, level).session(sessionId).media(Direction.SENDONLY, source())
            .toString();
    }

    private List<String> source() {
        List<String> lines = new ArrayList<>();
        String media = Integer.toUnsignedString(ssrc);
        String repair = Integer.toUnsignedString(rtxSsrc);
        lines.add("a=msid:" + streamId + " " + streamId);
        if (repairs()) {
            lines.add("a=ssrc-group:" + SsrcGroup.FID + " " + media + " " + repair);
        }
        for (String source : repairs() ? List.of(media, repair) : List.of(media)) {
            lines.add("a=ssrc:" + source + " cname:" + cname);
            lines.add("a=ssrc:" + source + " msid:" + streamId + " " + streamId);
        }
        return lines;
    }
}
