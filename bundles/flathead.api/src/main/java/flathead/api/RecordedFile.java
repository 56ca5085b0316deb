package flathead.api;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * A finished recording of one stream, or a segment of one. Instants are UTC as the host's clock had it when the runtime
 * started, carried on by its monotonic clock: those of one run compare exactly.
 *
 * @param stream its name, {@link StreamId#name()}
 * @param path of the file, absolute
 * @param start when its first picture was captured
 * @param duration of what is in it
 * @param bytes its size
 */
public record RecordedFile(String stream, Path path, Instant start, Duration duration, long bytes) {
}
