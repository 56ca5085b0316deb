package flathead.webrtc.rtp.internal.sdp;

import java.util.ArrayList;
import java.util.List;

/**
 * Our offer of one H.264 stream that we send: one m-line, bundled, everything on one port.
 *
 * <p>Constrained Baseline, packetization mode 1, retransmission by RFC 4588, feedback by NACK, PLI, FIR and REMB, with
 * the header extensions of {@link #extensions()}.
 *
 * <p>{@code congestionFeedback} also offers transport-cc. A libwebrtc receiver that gets transport-wide sequence
 * numbers sends TWCC feedback <em>instead of</em> REMB, so offer it only with an estimator behind
 * {@link flathead.webrtc.rtp.internal.rtp.TransportObserver}, or nothing limits the bitrate.
 *
 * @param sessionId of the o= line, not negative
 * @param ssrc of the media, 32 bits, unsigned, not 0
 * @param rtxSsrc of the retransmissions, 32 bits, unsigned, not 0, another one
 * @param cname the source's canonical name (RFC 7022), a token of at most 255 characters
 * @param streamId of the media stream and its track (RFC 8830), a token of at most 64 characters
 * @param level that the pictures never exceed
 * @param congestionFeedback whether to offer transport-cc
 * @param transport ours; {@link Setup#ACTPASS} normally, candidates as far as they are gathered
 */
public record VideoOffer(long sessionId, int ssrc, int rtxSsrc, String cname, String streamId, H264Level level,
        boolean congestionFeedback, TransportDescription transport) {
    /** Payload type of the media. */
    public static final int PAYLOAD_TYPE = 102;
    /** Payload type of the retransmissions. */
    public static final int RTX_PAYLOAD_TYPE = 103;
    /** The m-line's name. */
    public static final String MID = "0";

    private static final HeaderExtension TRANSPORT_SEQUENCE =
        new HeaderExtension(2, Direction.SENDRECV, HeaderExtension.TRANSPORT_SEQUENCE);
    private static final List<HeaderExtension> EXTENSIONS = List.of(
        new HeaderExtension(1, Direction.SENDRECV, HeaderExtension.PLAYOUT_DELAY),
        new HeaderExtension(3, Direction.SENDRECV, HeaderExtension.ABS_SEND_TIME),
        new HeaderExtension(4, Direction.SENDRECV, HeaderExtension.MID),
        new HeaderExtension(5, Direction.SENDRECV, HeaderExtension.CAPTURE_TIME));

    /** Refuses what would make a malformed description. */
    public VideoOffer {
        token("cname", cname, 255);
        token("streamId", streamId, 64);
        if (sessionId < 0 || ssrc == 0 || rtxSsrc == 0 || ssrc == rtxSsrc) {
            throw new IllegalArgumentException("session id " + sessionId + ", SSRCs " + Integer.toUnsignedString(ssrc)
                + " and " + Integer.toUnsignedString(rtxSsrc) + " must be positive, the SSRCs different");
        }
    }

    private static void token(String what, String value, int most) {
        if (!SdpLine.isToken(value) || value.length() > most) {
            throw new IllegalArgumentException(
                what + " " + SdpLine.quote(value) + " is not a token of 1 to " + most + " characters");
        }
    }

    /** The header extensions offered. */
    public List<HeaderExtension> extensions() {
        if (!congestionFeedback) {
            return EXTENSIONS;
        }
        List<HeaderExtension> all = new ArrayList<>(EXTENSIONS);
        all.add(1, TRANSPORT_SEQUENCE);
        return List.copyOf(all);
    }

    /** The same, with this as our transport. */
    public VideoOffer with(TransportDescription now) {
        return new VideoOffer(sessionId, ssrc, rtxSsrc, cname, streamId, level, congestionFeedback, now);
    }

    /** The description, with CRLF line ends. */
    public String sdp() {
        return new Lines().session().media().rtp().source().text.toString();
    }

    private final class Lines {
        final StringBuilder text = new StringBuilder(2_048);

        Lines session() {
            return line("v=0").line("o=- " + sessionId + " 1 IN IP4 127.0.0.1").line("s=-").line("t=0 0")
                .line("a=group:BUNDLE " + MID).line("a=msid-semantic: WMS " + streamId);
        }

        Lines media() {
            line("m=video 9 UDP/TLS/RTP/SAVPF " + PAYLOAD_TYPE + " " + RTX_PAYLOAD_TYPE);
            line("c=IN IP4 0.0.0.0").line("a=rtcp:9 IN IP4 0.0.0.0");
            for (String candidate : transport.candidates()) {
                line("a=" + candidate);
            }
            if (transport.complete()) {
                line("a=end-of-candidates");
            }
            line("a=ice-ufrag:" + transport.ufrag()).line("a=ice-pwd:" + transport.password());
            line("a=ice-options:trickle");
            for (Fingerprint fingerprint : transport.fingerprints()) {
                line("a=fingerprint:" + fingerprint.hash() + " " + fingerprint.value());
            }
            return line("a=setup:" + transport.setup().sdp());
        }

        Lines rtp() {
            line("a=mid:" + MID);
            for (HeaderExtension extension : extensions()) {
                line("a=extmap:" + extension.id() + " " + extension.uri());
            }
            line("a=sendonly").line("a=msid:" + streamId + " " + streamId).line("a=rtcp-mux").line("a=rtcp-rsize");
            line("a=rtpmap:" + PAYLOAD_TYPE + " H264/90000");
            feedback("goog-remb");
            if (congestionFeedback) {
                feedback("transport-cc");
            }
            feedback("ccm fir").feedback("nack").feedback("nack pli").feedback("rrtr");
            line("a=fmtp:" + PAYLOAD_TYPE + " level-asymmetry-allowed=1;packetization-mode=1;profile-level-id="
                + level.constrainedBaseline());
            line("a=rtpmap:" + RTX_PAYLOAD_TYPE + " rtx/90000");
            return line("a=fmtp:" + RTX_PAYLOAD_TYPE + " apt=" + PAYLOAD_TYPE);
        }

        Lines source() {
            String media = Integer.toUnsignedString(ssrc);
            String repair = Integer.toUnsignedString(rtxSsrc);
            line("a=ssrc-group:" + SsrcGroup.FID + " " + media + " " + repair);
            for (String source : List.of(media, repair)) {
                line("a=ssrc:" + source + " cname:" + cname);
                line("a=ssrc:" + source + " msid:" + streamId + " " + streamId);
            }
            return this;
        }

        private Lines feedback(String kind) {
            return line("a=rtcp-fb:" + PAYLOAD_TYPE + " " + kind);
        }

        private Lines line(String line) {
            text.append(line).append("\r\n");
            return this;
        }
    }
}
