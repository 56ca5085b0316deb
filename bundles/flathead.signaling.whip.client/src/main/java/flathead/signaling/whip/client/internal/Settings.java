package flathead.signaling.whip.client.internal;

import flathead.signaling.care.Texts;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Checked settings.
 *
 * @param url of the WHIP endpoint, with {@value #CAMERA} where the name of the camera stands; empty if there is none
 * @param token bearer token; empty for none
 * @param cameras those that are published there; all if it is empty
 */
record Settings(String url, String token, List<String> cameras) {
    static final String PID = "flathead.signaling.whip.client";
    static final String CAMERA = "{camera}";
    private static final int HIGHEST_PORT = 65_535;
    /** More than RFC 6750 has, as some servers take a user and a password with a colon between. */
    private static final String TOKEN = "[!-~]{1,4096}";

    /** A setting is not allowed; the message names the PID, the property, the value and what is allowed. */
    static final class RefusedSetting extends Exception {
        RefusedSetting(String property, Object value, String allowed) {
            super(PID + ": " + property + " \"" + String.valueOf(value).replaceAll("\\p{Cntrl}", "?")
                + "\" is not allowed; " + allowed, null, false, false);
        }
    }

    /** Reads a component's properties; what is missing has its default. */
    static Settings of(Map<String, ?> properties) throws RefusedSetting {
        List<String> cameras = Texts.of(properties.get("cameras"));
        return new Settings(url(text(properties, "url"), cameras), token(text(properties, "token")), cameras);
    }

    private static String text(Map<String, ?> properties, String name) {
        Object value = properties.get(name);
        return value == null ? "" : value.toString().strip();
    }

    private static String url(String value, List<String> cameras) throws RefusedSetting {
        if (value.isEmpty()) {
            return value;
        }
        if (!isEndpoint(value.replace(CAMERA, "camera"))) {
            throw new RefusedSetting("url", value, "http:// or https://host:port/path is, with " + CAMERA
                + " where the name of the camera stands, such as http://server:8080/whip/" + CAMERA);
        }
        if (!value.contains(CAMERA) && cameras.size() != 1) {
            throw new RefusedSetting("url", value, "with " + CAMERA + " in it, it is; so is one without if cameras"
                + " names exactly one");
        }
        return value;
    }

    private static boolean isEndpoint(String url) {
        try {
            URI uri = new URI(url);
            boolean scheme = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            boolean port = uri.getPort() == -1 || uri.getPort() > 0 && uri.getPort() <= HIGHEST_PORT;
            return scheme && port && uri.getHost() != null && uri.getRawUserInfo() == null
                && uri.getRawFragment() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static String token(String value) throws RefusedSetting {
        if (!value.isEmpty() && !value.matches(TOKEN)) {
            throw new RefusedSetting("token", "(not shown)", "visible ASCII characters without spaces are");
        }
        return value;
    }

    /** Whether there is a server at all. */
    boolean isSet() {
        return !url.isEmpty();
    }

    /** Whether this camera is published there. */
    boolean carries(String camera) {
        return cameras.isEmpty() || cameras.contains(camera);
    }

    /** Where this camera is published. */
    URI endpoint(String camera) {
        return URI.create(url.replace(CAMERA, URLEncoder.encode(camera, StandardCharsets.UTF_8).replace("+", "%20")));
    }

    /** Without the token. */
    @Override
    public String toString() {
        return url;
    }
}
