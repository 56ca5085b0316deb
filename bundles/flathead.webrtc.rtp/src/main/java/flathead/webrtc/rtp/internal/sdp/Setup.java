package flathead.webrtc.rtp.internal.sdp;

import java.util.Locale;

/** Who opens the DTLS connection (RFC 4145, RFC 8842), said by the one who describes itself. */
public enum Setup {
    /** It does: it is the DTLS client. */
    ACTIVE,
    /** The other side does: it is the DTLS server. */
    PASSIVE,
    /** The answerer is to choose. */
    ACTPASS,
    /** Nobody for now. */
    HOLDCONN;

    /** As it is written in a description. */
    public String sdp() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Setup of(String sdp) {
        return switch (sdp) {
            case "active" -> ACTIVE;
            case "passive" -> PASSIVE;
            case "actpass" -> ACTPASS;
            case "holdconn" -> HOLDCONN;
            default -> null;
        };
    }
}
