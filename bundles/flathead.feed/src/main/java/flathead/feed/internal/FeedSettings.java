package flathead.feed.internal;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * Settings of the feed.
 *
 * @param path absolute, of the folder
 * @param slots of a map, 2 to 64
 */
record FeedSettings(Path path, int slots) {
    static final int SLOTS = 8;
    static final String SOCKET = "socket";
    /** What the kernel has room for in an address of a socket, less the 0 at its end: sun_path. */
    static final int LONGEST = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? 103 : 107;

    private static final int MOST_SLOTS = 64;

    /**
     * Reads a configuration; what is not there has its default.
     *
     * @param otherwise the folder, where none is set
     * @throws IllegalArgumentException naming property, value and what is allowed
     */
    static FeedSettings of(Map<String, ?> settings, Path otherwise) {
        return new FeedSettings(path(text(settings, "path"), otherwise), slots(text(settings, "slots")));
    }

    private static String text(Map<String, ?> settings, String name) {
        Object value = settings.get(name);
        return value == null ? "" : value.toString().strip();
    }

    private static Path path(String text, Path otherwise) {
        Path path;
        try {
            path = (text.isEmpty() ? otherwise : Path.of(text)).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("path = " + text + " is refused; allowed: the path of a folder", e);
        }
        int length = path.resolve(SOCKET).toString().getBytes(StandardCharsets.UTF_8).length;
        if (length > LONGEST) {
            throw new IllegalArgumentException("path = " + path + " is refused; allowed: a folder whose path with /"
                + SOCKET + " behind it has " + LONGEST + " bytes at most, as sockets have no room for more; that has "
                + length);
        }
        return path;
    }

    private static int slots(String text) {
        try {
            int slots = text.isEmpty() ? SLOTS : Integer.parseInt(text);
            if (slots >= 2 && slots <= MOST_SLOTS) {
                return slots;
            }
        } catch (NumberFormatException e) {
            // refused below
        }
        throw new IllegalArgumentException("slots = " + text + " is refused; allowed: 2 to " + MOST_SLOTS);
    }
}
