package flathead.console.internal;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;

/** The file that holds the hash of this installation's password; nobody but its owner may read it. */
final class PasswordFile {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    /** Without those that look alike. */
    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";
    private static final int GROUPS = 4;
    private static final int GROUP = 5;

    private final Path file;

    PasswordFile(Path file) {
        this.file = file;
    }

    Path path() {
        return file;
    }

    /**
     * What is stored; empty if nothing is.
     *
     * @throws IOException if it cannot be read, or is not what {@link #write} wrote
     */
    Optional<PasswordHash> read() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        if (posix()) {
            Files.setPosixFilePermissions(file, OWNER_ONLY);
        }
        try {
            return Optional.of(PasswordHash.parse(Files.readString(file)));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " holds no password (" + e.getMessage() + ")", e);
        }
    }

    /** Stores another one, whole or not at all. */
    void write(PasswordHash hash) throws IOException {
        FileAttribute<?>[] rights = posix()
            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)} : new FileAttribute<?>[0];
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path next = Files.createTempFile(file.toAbsolutePath().getParent(), "password", ".new", rights);
        try {
            Files.writeString(next, hash + "\n");
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(next);
        }
    }

    private static boolean posix() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }

    /** A password of 100 random bits that can be read aloud. */
    static String generate() {
        SecureRandom random = new SecureRandom();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS * GROUP; i++) {
            if (i > 0 && i % GROUP == 0) {
                text.append('-');
            }
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }
}
