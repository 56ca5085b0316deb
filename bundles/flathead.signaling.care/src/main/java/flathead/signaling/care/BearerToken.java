package flathead.signaling.care;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A token that clients must show (RFC 6750).
 *
 * @param text empty if none is needed
 */
public record BearerToken(String text) {
    /** What a token may be of, for a person. */
    public static final String ALLOWED = "visible ASCII characters without spaces are";
    /** More than RFC 6750 has, as some servers take a user and a password with a colon between. */
    private static final String TOKEN = "[!-~]{1,4096}";
    private static final String SCHEME = "Bearer ";

    /** Without the space around it. */
    public BearerToken {
        text = text.strip();
    }

    /** Whether a header can carry it, or there is none. */
    public boolean allowed() {
        return !guards() || text.matches(TOKEN);
    }

    /** Whether a token is needed. */
    public boolean guards() {
        return !text.isEmpty();
    }

    /** Whether this is the header of somebody who may come in. Takes as long for every wrong one. */
    public boolean admits(String authorization) {
        return !guards() || authorization != null && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
            && MessageDigest.isEqual(text.getBytes(StandardCharsets.UTF_8),
                authorization.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8));
    }

    /** Without the token. */
    @Override
    public String toString() {
        return guards() ? "guarded" : "open";
    }
}
