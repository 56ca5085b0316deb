package flathead.signaling.socketio.server.internal;

/**
 * Checks what the Engine.IO library would take without looking: a packet of version 4 begins with its type, {@code 0}
 * to {@code 6}. Binary packets, which no event of this protocol has, are refused, so that nobody can have the server
 * collect attachments.
 */
final class EnginePackets {
    /** The most that a client may send at once, in bytes; told to it in the handshake. */
    static final int MAX_PAYLOAD = 1_000_000;
    /** The packet that answers a poll when there is nothing to say. */
    static final String NOOP = "6";
    private static final char SEPARATOR = '\u001e';
    private static final int LONGEST_HANDSHAKE = 1_000;

    private EnginePackets() {
    }

    /** Whether it is one packet. */
    static boolean isPacket(String text) {
        return !text.isEmpty() && text.charAt(0) >= '0' && text.charAt(0) <= '6';
    }

    /** Whether it is one packet after the other, as polling sends them. */
    static boolean isPayload(String text) {
        int start = 0;
        while (true) {
            if (start >= text.length() || text.charAt(start) < '0' || text.charAt(start) > '6') {
                return false;
            }
            int end = text.indexOf(SEPARATOR, start);
            if (end < 0) {
                return true;
            }
            start = end + 1;
        }
    }

    /** Tells {@link #MAX_PAYLOAD} in the handshake, which the library forgets; any other text is left as it is. */
    static String withMaxPayload(String text) {
        if (text.length() > LONGEST_HANDSHAKE || !text.startsWith("0{") || !text.endsWith("}")) {
            return text;
        }
        return text.substring(0, text.length() - 1) + ", \"maxPayload\": " + MAX_PAYLOAD + "}";
    }
}
