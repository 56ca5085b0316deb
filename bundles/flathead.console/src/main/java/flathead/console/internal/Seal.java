package flathead.console.internal;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Marks texts so that this process recognises them, by HMAC-SHA-256 with a key that it keeps to itself. Any thread. */
final class Seal {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 32;

    private final SecretKeySpec key;

    Seal() {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        key = new SecretKeySpec(random, ALGORITHM);
    }

    byte[] of(String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    /** A new random name, sealed: what {@link #open} recognises. */
    String newName() {
        byte[] random = new byte[BYTES / 2];
        new SecureRandom().nextBytes(random);
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String name = base64.encodeToString(random);
        return name + "." + base64.encodeToString(of(name));
    }

    /** The name in a text that {@link #newName} made; empty if it did not. */
    Optional<String> open(String sealed) {
        int dot = sealed.indexOf('.');
        if (dot < 1 || sealed.length() > 4 * BYTES) {
            return Optional.empty();
        }
        String name = sealed.substring(0, dot);
        try {
            byte[] seal = Base64.getUrlDecoder().decode(sealed.substring(dot + 1));
            return MessageDigest.isEqual(seal, of(name)) ? Optional.of(name) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
