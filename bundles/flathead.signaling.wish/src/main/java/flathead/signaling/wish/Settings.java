package flathead.signaling.wish;

import flathead.signaling.care.BearerToken;
import java.util.Map;

/**
 * Checked settings.
 *
 * @param token that clients must show; empty if none is needed
 */
public record Settings(BearerToken token) {
    /** A setting is not allowed; the message names the PID, the property and what is allowed. */
    public static final class RefusedSetting extends Exception {
        RefusedSetting(String pid, String message) {
            super(pid + ": " + message, null, false, false);
        }
    }

    Settings(String token) {
        this(new BearerToken(token));
    }

    /** Reads the properties of the component of this PID; what is missing has its default. */
    public static Settings of(String pid, Map<String, ?> properties) throws RefusedSetting {
        Object value = properties.get("token");
        BearerToken token = new BearerToken(value == null ? "" : value.toString());
        if (!token.allowed()) {
            throw new RefusedSetting(pid, "token \"(not shown)\" is not allowed; " + BearerToken.ALLOWED);
        }
        return new Settings(token);
    }

    /** Whether a token is needed. */
    boolean guarded() {
        return token.guards();
    }

    /** Whether this is the header of somebody who may come in. */
    boolean admits(String authorization) {
        return token.admits(authorization);
    }

    /** Without the token. */
    @Override
    public String toString() {
        return token.toString();
    }
}
