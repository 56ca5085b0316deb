package flathead.meter.internal;

import flathead.api.NanoClock;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends a line for every stamp to a CSV file without a header:
 *
 * <pre>stream,nanoTime,latency_ms,counter</pre>
 *
 * {@code nanoTime} is the arrival that {@link MeterOutlet} describes, {@code latency_ms} has one decimal and is empty
 * where it cannot be known. Written by the threads that offer, flushed once a second. Any thread. A disk that fills up
 * ends the recording with one line in the log.
 */
final class Recording implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Recording.class);
    private static final long FLUSH_NANOS = 1_000_000_000L;

    private final Path file;
    private final NanoClock clock;
    private final StringBuilder line = new StringBuilder();
    private BufferedWriter writer;
    private long flushedNanos;

    /** Opens the file, made if it is not there, so that what cannot be written is noticed now. */
    Recording(Path file, NanoClock clock) throws IOException {
        this.file = file;
        this.clock = clock;
        this.writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
        this.flushedNanos = clock.nanos();
    }

    /**
     * Appends a line.
     *
     * @param ticks the latency in units of 0.1 ms; negative if it cannot be known
     */
    synchronized void add(String stream, long nanos, int ticks, int counter) {
        if (writer == null) {
            return;
        }
        line.setLength(0);
        for (int i = 0; i < stream.length(); i++) {
            char c = stream.charAt(i);
            line.append(c < ' ' || c == ',' || c == '"' ? '_' : c);
        }
        line.append(',').append(nanos).append(',');
        if (ticks >= 0) {
            line.append(ticks / 10).append('.').append(ticks % 10);
        }
        line.append(',').append(counter).append('\n');
        try {
            writer.append(line);
            if (clock.nanos() - flushedNanos >= FLUSH_NANOS) {
                flushedNanos = clock.nanos();
                writer.flush();
            }
        } catch (IOException e) {
            broken(e);
        }
    }

    /** Hands what is buffered to the file system. */
    synchronized void flush() {
        if (writer != null) {
            try {
                writer.flush();
            } catch (IOException e) {
                broken(e);
            }
        }
    }

    private void broken(IOException e) {
        LOG.error("recording to {} ended: {}", file, reason(e));
        BufferedWriter broken = writer;
        writer = null;
        try {
            broken.close();
        } catch (IOException again) {
            LOG.debug("closing {}: {}", file, again.getMessage());
        }
    }

    @Override
    public synchronized void close() {
        if (writer != null) {
            try {
                writer.close();
            } catch (IOException e) {
                LOG.error("the end of {} is not written: {}", file, reason(e));
            }
            writer = null;
        }
    }

    /** Why a path cannot be written, for people: the exceptions of file systems often say only the path. */
    static String reason(Exception e) {
        if (e instanceof NoSuchFileException) {
            return "its directory does not exist";
        }
        return e instanceof AccessDeniedException ? "access denied" : String.valueOf(e.getMessage());
    }
}
