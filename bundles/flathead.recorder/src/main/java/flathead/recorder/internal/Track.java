package flathead.recorder.internal;

import flathead.api.EncodedFrame;
import flathead.api.Feedback;
import flathead.api.MediaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one stream into one file after the other. A new one begins at a keyframe: when the file has its length, when
 * size, profile or level are others, when the pictures' times have been of another kind for some seconds, when the
 * folder is another one, or when the quota has no room but this file's own. One thread at a time.
 */
final class Track {
    private static final Logger LOG = LoggerFactory.getLogger(Track.class);
    /**
     * For how long pictures have times of another kind before they are worth a file of their own, in microseconds: a
     * stream that is interrupted has to find out anew where its sender's clock is.
     */
    private static final long SHORT_MICROS = 5_000_000;

    /** What all tracks share. Any thread. */
    interface Shared {
        Settings settings();

        /** Where files go now. */
        Path directory();

        Archive archive();

        Output.Maker disk();

        UtcClock utc();
    }

    private final String stream;
    private final Shared shared;
    private final Feedback upstream;
    private final ParameterSets sets = new ParameterSets();
    private Segment segment;
    private Path directory;
    private boolean full;
    private int segments;
    private long ended;

    Track(String stream, Shared shared, Feedback upstream) {
        this.stream = stream;
        this.shared = shared;
        this.upstream = upstream;
    }

    /**
     * Takes a picture.
     *
     * @return whether it is, or will be, in a file; if not, it has no keyframe before it
     */
    boolean add(EncodedFrame unit) throws IOException, MediaException {
        if (unit.keyframe()) {
            boolean changed = sets.changedBy(unit.data(), unit.size());
            if (segment != null && (changed || !segment.suits(unit) || isDue())) {
                finish();
            }
            if (segment == null) {
                begin(unit);
            }
        } else if (segment == null || isDue()) {
            upstream.requestKeyframe();
            if (segment == null) {
                return false;
            }
        }
        full = !segment.add(unit, shared.settings().fragmentMicros()) || full;
        return true;
    }

    private boolean isDue() {
        return full || segment.lasts(shared.settings().segmentMicros()) || !directory.equals(shared.directory())
            || segment.timeline().broken()
            || segment.timeline().differsFor() >= SHORT_MICROS;
    }

    private void begin(EncodedFrame unit) throws IOException, MediaException {
        byte[] first = sets.of(unit.data());
        if (first.length == 0) {
            throw new MediaException("a keyframe came without parameter sets");
        }
        Mp4.load();
        Path wanted = shared.directory();
        Path folder = wanted.resolve(FileName.folder(stream));
        // Made once: a folder that somebody takes away ends the recording.
        if (!wanted.equals(directory)) {
            Files.createDirectories(folder);
        }
        segment = new Segment(stream, wanted, unit, first, shared.disk(), shared.utc(), shared.archive());
        directory = wanted;
        full = false;
        segments++;
        LOG.debug("{}: {}", stream, segment.file());
    }

    private void finish() throws IOException, MediaException {
        Segment before = segment;
        segment = null;
        try {
            before.finish();
        } finally {
            ended += before.bytes();
        }
    }

    /** Ends the file, if there is one. */
    void end() throws IOException, MediaException {
        if (segment != null) {
            finish();
        }
    }

    /** Ends it with what is written, after an error. */
    void fail() {
        if (segment != null) {
            segment.fail();
            ended += segment.bytes();
            segment = null;
        }
    }

    /** That is being written; null if none is. */
    Segment segment() {
        return segment;
    }

    /** Which file is being written, or else where files go. */
    Path place() {
        return segment == null ? shared.directory() : segment.file();
    }

    /** How many files there were. */
    int segments() {
        return segments;
    }

    /** In all of them. */
    long bytes() {
        return ended + (segment == null ? 0 : segment.bytes());
    }
}
