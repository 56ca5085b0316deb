package flathead.webrtc.rtp.internal.sdp;

/**
 * An RTP header extension and its number (RFC 8285).
 *
 * @param id 1 to 14 fits the one-byte form, up to 255 the two-byte form; 4096 to 4351 asks for a number
 * @param direction which way it may be used, seen from the one who describes it
 * @param uri what it is
 */
public record HeaderExtension(int id, Direction direction, String uri) {
    /** Asks the receiver to wait no longer than this before it shows a picture. */
    public static final String PLAYOUT_DELAY = "http://www.webrtc.org/experiments/rtp-hdrext/playout-delay";
    /** Numbers the packets of all streams of a transport, for TWCC. */
    public static final String TRANSPORT_SEQUENCE =
        "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";
    /** When the packet left, for REMB. */
    public static final String ABS_SEND_TIME = "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time";
    /** When the picture was captured, in the clock of the sender's reports. */
    public static final String CAPTURE_TIME = "http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time";
    /** The m-line that the packet belongs to (RFC 9143). */
    public static final String MID = "urn:ietf:params:rtp-hdrext:sdes:mid";
}
