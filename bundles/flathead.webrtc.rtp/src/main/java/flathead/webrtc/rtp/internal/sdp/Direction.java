package flathead.webrtc.rtp.internal.sdp;

import java.util.Locale;

/** Which way media flows, seen from the one who describes it (RFC 8866, section 6.7). */
public enum Direction {
    /** Both ways; what a description that says nothing means. */
    SENDRECV,
    /** It sends. */
    SENDONLY,
    /** It receives. */
    RECVONLY,
    /** Neither. */
    INACTIVE;

    /** As it is written in a description. */
    public String sdp() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the one who describes it receives. */
    public boolean receives() {
        return this == SENDRECV || this == RECVONLY;
    }

    /** Whether the one who describes it sends. */
    public boolean sends() {
        return this == SENDRECV || this == SENDONLY;
    }

    static Direction of(String sdp) {
        return switch (sdp) {
            case "sendrecv" -> SENDRECV;
            case "sendonly" -> SENDONLY;
            case "recvonly" -> RECVONLY;
            case "inactive" -> INACTIVE;
            default -> null;
        };
    }
}
