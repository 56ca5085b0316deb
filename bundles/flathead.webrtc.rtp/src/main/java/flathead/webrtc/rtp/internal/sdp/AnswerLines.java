package flathead.webrtc.rtp.internal.sdp;

import java.util.List;
import java.util.Map;

/** Writes an answer to an offer of which one H.264 stream is taken; all other m-lines are rejected. */
final class AnswerLines {
    private final OfferedVideo offered;
    private final TransportDescription transport;
    private final H264Level level;
    private final StringBuilder text = new StringBuilder(2_048);

    /**
     * @param transport ours
     * @param level what we say of ours, where the other side allows for levels to differ
     */
    AnswerLines(OfferedVideo offered, TransportDescription transport, H264Level level) {
        this.offered = offered;
        this.transport = transport;
        this.level = level;
    }

    AnswerLines session(long sessionId) {
        line("v=0").line("o=- " + sessionId + " 1 IN IP4 127.0.0.1").line("s=-").line("t=0 0");
        if (offered.bundled()) {
            line("a=group:BUNDLE " + offered.mid());
        }
        return this;
    }

    /** All m-lines: the stream's with this direction, and with what is to be said of our source. */
    AnswerLines media(Direction direction, List<String> source) {
        for (int i = 0; i < offered.offer().media().size(); i++) {
            MediaDescription media = offered.offer().media().get(i);
            if (i == offered.line()) {
                taken(media, direction);
                source.forEach(this::line);
            } else {
                rejected(media);
            }
        }
        return this;
    }

    private void rejected(MediaDescription media) {
        boolean rtp = media.protocol().contains("RTP/");
        Object format = rtp ? media.payloads().keySet().iterator().next() : "webrtc-datachannel";
        line("m=" + media.kind() + " 0 " + media.protocol() + " " + format).line("c=IN IP4 0.0.0.0");
        if (media.mid() != null) {
            line("a=mid:" + media.mid());
        }
        if (rtp) {
            line("a=inactive");
        }
    }

    private void taken(MediaDescription media, Direction direction) {
        int type = offered.format().payloadType();
        int rtx = offered.rtxPayloadType();
        line("m=video 9 " + media.protocol() + " " + type + (rtx < 0 ? "" : " " + rtx));
        line("c=IN IP4 0.0.0.0").line("a=rtcp:9 IN IP4 0.0.0.0");
        reachable();
        if (media.mid() != null) {
            line("a=mid:" + media.mid());
        }
        for (HeaderExtension extension : offered.extensions()) {
            line("a=extmap:" + extension.id() + " " + extension.uri());
        }
        line("a=" + direction.sdp()).line("a=rtcp-mux");
        if (media.reducedRtcp()) {
            line("a=rtcp-rsize");
        }
        line("a=rtpmap:" + type + " H264/90000");
        offered.feedback().forEach(each -> line("a=rtcp-fb:" + type + " " + each));
        line("a=fmtp:" + type + " " + parameters());
        if (rtx >= 0) {
            line("a=rtpmap:" + rtx + " rtx/90000").line("a=fmtp:" + rtx + " apt=" + type);
        }
    }

    private void reachable() {
        transport.candidates().forEach(candidate -> line("a=" + candidate));
        if (transport.complete()) {
            line("a=end-of-candidates");
        }
        line("a=ice-ufrag:" + transport.ufrag()).line("a=ice-pwd:" + transport.password());
        line("a=ice-options:trickle");
        transport.fingerprints().forEach(each -> line("a=fingerprint:" + each.hash() + " " + each.value()));
        line("a=setup:" + (offered.dtlsClient() ? Setup.ACTIVE : Setup.PASSIVE).sdp());
    }

    private String parameters() {
        Map<String, String> theirs = offered.format().parameters();
        StringBuilder ours = new StringBuilder("packetization-mode=")
            .append(offered.format().number("packetization-mode", 0));
        boolean asymmetric = offered.format().number("level-asymmetry-allowed", 0) == 1;
        String id = theirs.get("profile-level-id");
        if (asymmetric) {
            ours.append(";level-asymmetry-allowed=1");
        }
        if (id != null && H264Level.ofProfileLevelId(id) != null) {
            // The profile is theirs (RFC 6184, section 8.2.2); the level is ours.
            ours.append(";profile-level-id=")
                .append(asymmetric ? id.substring(0, 4) + level.constrainedBaseline().substring(4) : id);
        }
        return ours.toString();
    }

    private AnswerLines line(String line) {
        text.append(line).append("\r\n");
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
