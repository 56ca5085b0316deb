package flathead.signaling.socketio.client.internal;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * Checked settings.
 *
 * @param url of the server: scheme, host and port, nothing else
 * @param namespace of Socket.IO, with its slash
 * @param longestDelay between two attempts to reach the server
 */
record Settings(URI url, String namespace, Duration longestDelay) {
    static final String PID = "flathead.signaling.socketio.client";
    static final String DEFAULT_URL = "http://localhost:8080";
    static final String DEFAULT_NAMESPACE = "/stream";
    static final double DEFAULT_DELAY_SECONDS = 2;
    private static final double SHORTEST_DELAY_SECONDS = 0.1;
    private static final double LONGEST_DELAY_SECONDS = 60;
    private static final int HIGHEST_PORT = 65_535;

    /** A setting is not allowed; the message names the PID, the property, the value and what is allowed. */
    static final class RefusedSetting extends Exception {
        RefusedSetting(String property, Object value, String allowed) {
            super(PID + ": " + property + " \"" + String.valueOf(value).replaceAll("\\p{Cntrl}", "?")
                + "\" is not allowed; " + allowed, null, false, false);
        }
    }

    /** Reads a component's properties; what is missing has its default. */
    static Settings of(Map<String, ?> properties) throws RefusedSetting {
        return new Settings(url(value(properties, "url", DEFAULT_URL)),
            namespace(value(properties, "namespace", DEFAULT_NAMESPACE)),
            delay(value(properties, "reconnect_delay", DEFAULT_DELAY_SECONDS)));
    }

    /** Whether both mean the same place. */
    boolean sameServer(Settings other) {
        return url.equals(other.url) && namespace.equals(other.namespace);
    }

    private static Object value(Map<String, ?> properties, String name, Object whenMissing) {
        Object value = properties.get(name);
        return value == null ? whenMissing : value;
    }

    private static URI url(Object value) throws RefusedSetting {
        String allowed = "http://host:port or https://host:port is, such as " + DEFAULT_URL;
        try {
            URI uri = new URI(String.valueOf(value).strip());
            boolean scheme = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            boolean bare = uri.getRawQuery() == null && uri.getRawFragment() == null && uri.getRawUserInfo() == null
                && (uri.getRawPath() == null || uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"));
            boolean port = uri.getPort() == -1 || uri.getPort() > 0 && uri.getPort() <= HIGHEST_PORT;
            if (scheme && bare && port && uri.getHost() != null) {
                return new URI(uri.getScheme().toLowerCase(Locale.ROOT), null, uri.getHost(), uri.getPort(),
                    null, null, null);
            }
        } catch (URISyntaxException e) {
            throw new RefusedSetting("url", value, allowed);
        }
        throw new RefusedSetting("url", value, allowed);
    }

    private static String namespace(Object value) throws RefusedSetting {
        String namespace = String.valueOf(value).strip();
        if (!namespace.matches("/[A-Za-z0-9_./~-]{0,63}")) {
            throw new RefusedSetting("namespace", value,
                "a slash and at most 63 letters, digits and _ . / ~ - are, such as " + DEFAULT_NAMESPACE);
        }
        return namespace;
    }

    private static Duration delay(Object value) throws RefusedSetting {
        double seconds;
        try {
            seconds = Double.parseDouble(String.valueOf(value));
        } catch (NumberFormatException e) {
            seconds = Double.NaN;
        }
        if (!(seconds >= SHORTEST_DELAY_SECONDS && seconds <= LONGEST_DELAY_SECONDS)) {
            throw new RefusedSetting("reconnect_delay", value, "a number of seconds within "
                + SHORTEST_DELAY_SECONDS + ".." + (int) LONGEST_DELAY_SECONDS + " is");
        }
        return Duration.ofMillis(Math.round(seconds * 1000));
    }
}
