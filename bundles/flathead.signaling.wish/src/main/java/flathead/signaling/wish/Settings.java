package flathead.signaling.wish;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;

/**
 * Checked settings.
 *
 * @param token that clients must show; empty if none is needed
 */
public record Settings(String token) {
    /** More than RFC 6750 has, as some servers take a user and a password with a colon between. */
    private static final String TOKEN = "[!-~]{1,4096}";
    private static final String SCHEME = "Bearer ";

    /** A setting is not allowed; the message names the PID, the property and what is allowed. */
    public static final class RefusedSetting extends Exception {
        RefusedSetting(String pid, String message) {
            super(pid + ": " + message, null, false, false);
        }
    }

    /** Reads the properties of the component of this PID; what is missing has its default. */
    public static Settings of(String pid, Map<String, ?> properties) throws RefusedSetting {
        Object value = properties.get("token");
        String token = value == null ? "" : value.toString().strip();
        if (!token.isEmpty() && !token.matches(TOKEN)) {
            throw new RefusedSetting(pid, "token \"(not shown)\" is not allowed; visible ASCII characters"
                + " without spaces are");
        }
        return new Settings(token);
    }

    /** Whether a token is needed. */
    boolean guarded() {
        return !token.isEmpty();
    }

    /** Whether this is the header of somebody who may come in. Takes as long for every wrong one. */
    boolean admits(String authorization) {
        return !guarded() || authorization != null && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
            && MessageDigest.isEqual(token.getBytes(StandardCharsets.UTF_8),
                authorization.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8));
    }

    /** Without the token. */
    @Override
    public String toString() {
        return guarded() ? "guarded" : "open";
    }
}
