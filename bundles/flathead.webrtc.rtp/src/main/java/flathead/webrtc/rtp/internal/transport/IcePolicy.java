package flathead.webrtc.rtp.internal.transport;

/** Which ways media may take, as W3C's RTCIceTransportPolicy. */
public enum IcePolicy {
    /** Any. */
    ALL,
    /** Only through a TURN server. Our side's own addresses are not told then. */
    RELAY;

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException if it is none; the message says what is and what is allowed
     */
    public static IcePolicy of(String text) {
        return switch (text) {
            case "all" -> ALL;
            case "relay" -> RELAY;
            default -> throw new IllegalArgumentException("\"" + text.replaceAll("\\p{Cntrl}", "?")
                + "\" is not allowed; all and relay are");
        };
    }
}
