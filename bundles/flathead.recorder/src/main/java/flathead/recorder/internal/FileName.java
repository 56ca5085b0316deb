package flathead.recorder.internal;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a recording is: {@code <stream>/<stream>-<first picture, UTC>.mp4}, such as
 * {@code left/left-20300102T030405.123456Z.mp4}.
 *
 * @param stream whose it is
 * @param start when its first picture was captured; microseconds count
 */
record FileName(String stream, Instant start) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSSSSS'Z'",
        Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String END = ".mp4";

    /** A stream's folder: its name, with everything escaped that a file system or a shell might trip over. */
    static String folder(String stream) {
        String escaped = URLEncoder.encode(stream, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A");
        return escaped.startsWith(".") ? "%2E" + escaped.substring(1) : escaped;
    }

    /** Its place in the recorder's folder. */
    Path in(Path directory) {
        String folder = folder(stream);
        return directory.resolve(folder).resolve(folder + "-" + TIME.format(start) + END);
    }

    /** Reads the name of a file; empty if it is none of the recorder's. */
    static Optional<FileName> of(Path file) {
        String name = file.getFileName().toString();
        String folder = file.getParent().getFileName().toString();
        if (!name.startsWith(folder + "-") || !name.endsWith(END)) {
            return Optional.empty();
        }
        try {
            String time = name.substring(folder.length() + 1, name.length() - END.length());
            FileName found = new FileName(URLDecoder.decode(folder, StandardCharsets.UTF_8),
                LocalDateTime.parse(time, TIME).toInstant(ZoneOffset.UTC));
            return folder(found.stream).equals(folder) ? Optional.of(found) : Optional.empty();
        } catch (DateTimeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
