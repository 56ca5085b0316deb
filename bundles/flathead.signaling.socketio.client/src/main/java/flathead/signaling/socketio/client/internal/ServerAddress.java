package flathead.signaling.socketio.client.internal;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Where the server is, checked.
 *
 * @param url {@code http} or {@code https}, with host, without path
 * @param namespace Socket.IO's, beginning with a slash
 * @param longestRetryMillis between two tries to reach it
 */
record ServerAddress(URI url, String namespace, long longestRetryMillis) {
    static final String PID = "flathead.signaling.socketio.client";

    private static final Pattern NAMESPACE = Pattern.compile("/[A-Za-z0-9_.~-]{0,64}");
    private static final int LONGEST_SECONDS = 60;

    /** A value that is not allowed. The message names PID, property, value and what is allowed. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String property, Object value, String allowed) {
            super(PID + ": " + property + " = " + value + " is refused; allowed: " + allowed);
        }
    }

    static ServerAddress of(Map<String, ?> properties) throws Refused {
        String namespace = text(properties, "namespace", "/stream");
        if (!NAMESPACE.matcher(namespace).matches()) {
            throw new Refused("namespace", namespace, "a slash and up to 64 letters, digits, dots, dashes, tildes or "
                + "underscores, such as /stream");
        }
        return new ServerAddress(url(text(properties, "url", "http://localhost:8080")), namespace,
            seconds(text(properties, "reconnect_delay", "2")) * 1_000);
    }

    private static String text(Map<String, ?> properties, String name, String initial) {
        Object value = properties.get(name);
        return value == null ? initial : value.toString().trim();
    }

    private static URI url(String text) throws Refused {
        String allowed = "http://host:port or https://host:port";
        try {
            URI url = new URI(text);
            boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            boolean bare = url.getPath() == null || url.getPath().isEmpty() || url.getPath().equals("/");
            if (!web || url.getHost() == null || !bare || url.getQuery() != null || url.getPort() > 65_535) {
                throw new Refused("url", text, allowed);
            }
            return url;
        } catch (URISyntaxException e) {
            throw new Refused("url", text, allowed);
        }
    }

    private static long seconds(String text) throws Refused {
        String allowed = "a whole number of seconds within 1.." + LONGEST_SECONDS;
        try {
            int seconds = Integer.parseInt(text);
            if (seconds >= 1 && seconds <= LONGEST_SECONDS) {
                return seconds;
            }
        } catch (NumberFormatException e) {
            // refused below
        }
        throw new Refused("reconnect_delay", text, allowed);
    }
}
