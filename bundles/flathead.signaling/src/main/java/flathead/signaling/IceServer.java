package flathead.signaling;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A server that helps to find a way through: STUN (RFC 7064), which tells what address the world sees, or TURN (RFC
 * 7065), which relays.
 *
 * @param urls ways to the same server, at least one: {@code stun:host[:port]}, {@code turn:host[:port]} with {@code
 *     ?transport=udp} or {@code tcp}; {@code stuns:} and {@code turns:} over TLS
 * @param username for TURN; empty where none is needed
 * @param credential the password that goes with it; empty where none is needed
 */
public record IceServer(List<String> urls, String username, String credential) {
    private static final Pattern STUN = Pattern.compile("stuns?:" + host());
    private static final Pattern TURN = Pattern.compile("turns?:" + host() + "(\\?transport=(udp|tcp))?");

    /**
     * Checks and copies.
     *
     * @throws IllegalArgumentException if it is none; the message, without names, says what is and what is allowed
     */
    public IceServer {
        urls = List.copyOf(urls);
        if (urls.isEmpty()) {
            throw new IllegalArgumentException("no URL is not allowed; one or more are");
        }
        for (String url : urls) {
            boolean turn = TURN.matcher(url).matches();
            if (!turn && !STUN.matcher(url).matches()) {
                throw new IllegalArgumentException("\"" + url.replaceAll("\\p{Cntrl}", "?") + "\" is not allowed;"
                    + " stun:host:port and turn:host:port?transport=udp (or tcp) are, stuns: and turns: too");
            }
            if (turn && (username.isEmpty() || credential.isEmpty())) {
                throw new IllegalArgumentException("\"" + url + "\" without a user name and a credential is not"
                    + " allowed; with both it is");
            }
        }
    }

    private static String host() {
        return "([A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}\\])(:[0-9]{1,5})?";
    }

    /** Without the credential. */
    @Override
    public String toString() {
        return String.join(" ", urls);
    }
}
