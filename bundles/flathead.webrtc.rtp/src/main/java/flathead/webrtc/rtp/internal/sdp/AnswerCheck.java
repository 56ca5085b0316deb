package flathead.webrtc.rtp.internal.sdp;

import flathead.api.MediaException;
import java.util.ArrayList;
import java.util.List;

/** Holds an answer against our offer. */
final class AnswerCheck {
    private static final String ENCODING = "H264";

    private final VideoOffer offer;

    AnswerCheck(VideoOffer offer) {
        this.offer = offer;
    }

    VideoAnswer check(SessionDescription answer) throws MediaException {
        if (answer.media().size() != 1) {
            throw refusal("it has " + answer.media().size() + " m-lines; the offer has one");
        }
        MediaDescription media = answer.media().get(0);
        if (!media.kind().equals("video")) {
            throw refusal("its m-line is " + SdpLine.quote(media.kind()) + "; the offer's is video");
        }
        if (media.refused()) {
            throw refusal("it refuses the stream (port 0)");
        }
        if (!media.direction().receives()) {
            throw refusal("it says a=" + media.direction().sdp() + "; a=recvonly is needed");
        }
        if (!media.rtcpMux()) {
            throw refusal("it has no a=rtcp-mux, which is needed");
        }
        transport(media.transport());
        PayloadFormat format = h264(media);
        boolean asymmetric = format.number("level-asymmetry-allowed", 0) == 1;
        return new VideoAnswer(media.transport(), format.payloadType(), retransmission(media, format.payloadType()),
            level(format, asymmetric), extensions(media), format.feedback());
    }

    private static void transport(TransportDescription transport) throws MediaException {
        if (transport.ufrag() == null || transport.password() == null) {
            throw refusal("it has no a=ice-ufrag and a=ice-pwd, which are needed");
        }
        if (transport.fingerprints().isEmpty()) {
            throw refusal("it has no a=fingerprint, which is needed");
        }
        if (transport.setup() != Setup.ACTIVE && transport.setup() != Setup.PASSIVE) {
            String said = transport.setup() == null ? "no a=setup" : "a=setup:" + transport.setup().sdp();
            throw refusal("it has " + said + "; a=setup:active or a=setup:passive is needed");
        }
    }

    /** The other side's first payload type that is what we send. */
    private static PayloadFormat h264(MediaDescription media) throws MediaException {
        String reason = "it has no payload type H264/90000";
        for (PayloadFormat format : media.payloads().values()) {
            if (!format.encoding().equals(ENCODING) || format.clockRate() != 90_000) {
                continue;
            }
            if (format.number("packetization-mode", 0) == 1) {
                return format;
            }
            reason = "its H264 has no packetization-mode=1, which is needed";
        }
        throw refusal(reason);
    }

    private static int retransmission(MediaDescription media, int payloadType) {
        for (PayloadFormat format : media.payloads().values()) {
            if (format.associated() == payloadType && format.clockRate() == 90_000) {
                return format.payloadType();
            }
        }
        return -1;
    }

    /** Without asymmetry the answer's level is for both ways (RFC 6184, section 8.2.2); with it, for what it takes. */
    private H264Level level(PayloadFormat format, boolean asymmetric) throws MediaException {
        String id = format.parameters().get("profile-level-id");
        if (id == null) {
            return null;
        }
        H264Level level = H264Level.ofProfileLevelId(id);
        if (level == null) {
            throw refusal("its profile-level-id " + SdpLine.quote(id)
                + " is not three bytes in hexadecimal with a level of H.264");
        }
        return !asymmetric && level.compareTo(offer.level()) > 0 ? offer.level() : level;
    }

    private List<HeaderExtension> extensions(MediaDescription media) {
        List<HeaderExtension> taken = new ArrayList<>();
        for (HeaderExtension offered : offer.extensions()) {
            for (HeaderExtension answered : media.extensions()) {
                if (answered.id() == offered.id() && answered.uri().equals(offered.uri())
                    && answered.direction().receives()) {
                    taken.add(offered);
                    break;
                }
            }
        }
        return List.copyOf(taken);
    }

    private static MediaException refusal(String why) {
        return new MediaException("the answer is of no use: " + why);
    }
}
