package flathead.webrtc.rtp.internal.sdp;

import java.util.Locale;

/**
 * What a certificate hashes to (RFC 8122).
 *
 * @param hash the hash function's name in lower case, such as {@code sha-256}
 * @param value the hash in upper-case hexadecimal bytes with colons between
 */
public record Fingerprint(String hash, String value) {
    /** The hash function that WebRTC demands (RFC 8827). */
    public static final String SHA_256 = "sha-256";
    private static final int SHA_256_LENGTH = 32 * 3 - 1;

    /** Brings both to one spelling, so that {@code equals} compares what they mean. */
    public Fingerprint {
        hash = hash.toLowerCase(Locale.ROOT);
        value = value.toUpperCase(Locale.ROOT);
    }

    /** The fingerprint of a SHA-256 hash. */
    public static Fingerprint sha256(byte[] digest) {
        StringBuilder value = new StringBuilder(SHA_256_LENGTH);
        for (byte b : digest) {
            if (value.length() > 0) {
                value.append(':');
            }
            value.append(Character.forDigit((b >> 4) & 15, 16)).append(Character.forDigit(b & 15, 16));
        }
        return new Fingerprint(SHA_256, value.toString());
    }

    static boolean wellFormed(String hash, String value) {
        if (hash.isEmpty() || value.length() % 3 != 2) {
            return false;
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (i % 3 == 2 ? c != ':' : Character.digit(c, 16) < 0 || c > 'f') {
                return false;
            }
        }
        return !hash.equalsIgnoreCase(SHA_256) || value.length() == SHA_256_LENGTH;
    }
}
