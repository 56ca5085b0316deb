package flathead.signaling.wish;

import flathead.signaling.IceServer;
import java.util.ArrayList;
import java.util.List;

/** Writes STUN and TURN servers as {@code Link} headers (RFC 9725, section 4.6; RFC 8288). */
final class IceServerLinks {
    private IceServerLinks() {
    }

    /**
     * One value a URL.
     *
     * @param secrets whether the client may be told what needs a password; else those servers are left out
     */
    static List<String> of(List<IceServer> servers, boolean secrets) {
        List<String> links = new ArrayList<>();
        for (IceServer server : servers) {
            boolean secret = !server.credential().isEmpty();
            if (secret && (!secrets || !fits(server.username()) || !fits(server.credential()))) {
                continue;
            }
            for (String url : server.urls()) {
                links.add("<" + url + ">; rel=\"ice-server\"" + (secret ? "; username=" + quoted(server.username())
                    + "; credential=" + quoted(server.credential()) + "; credential-type=\"password\"" : ""));
            }
        }
        return links;
    }

    /** A header is of visible ASCII. */
    private static boolean fits(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
