package flathead.recorder.internal;

import flathead.api.EncodedFrame;
import flathead.api.MediaException;
import flathead.api.RecordedFile;
import flathead.api.TimeQuality;
import flathead.api.VideoFormat;
import flathead.ffmpeg.At;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * One file. The newest picture is held back, as a copy, until the next one tells how long it is shown. One thread.
 *
 * <p>A picture's time in the file is when it was captured, after the first one, in microseconds, by the clock that
 * stamped it. The metadata say when the first one was: {@code flathead.start}, UTC with nanoseconds;
 * {@code flathead.start.nanos} by {@code flathead.clock}, which is {@code host} with the UTC above, or
 * {@code sender-<number>}, which all files have in common whose pictures that clock stamped; {@code flathead.time} says
 * what that is worth: {@code capture}, {@code estimated} or {@code arrival}; later pictures may be of other worth for
 * some seconds. Each fragment has a {@code prft} box (ISO
 * 14496-12, 8.16.5) with the UTC of its first picture, in milliseconds.
 */
final class Segment {
    /** What most pictures are smaller than, in bytes. */
    private static final int USUAL = 64 << 10;

    private final String stream;
    private final Path file;
    private final Output output;
    private final Mp4 mp4;
    private final Timeline timeline;
    private final VideoFormat format;
    private final UtcClock utc;
    private final Instant start;
    private final Archive archive;
    private ByteBuffer held = ByteBuffer.allocateDirect(USUAL);
    private long heldAddress = At.start(held);
    private int heldSize;
    private long heldMicros;
    private boolean heldKeyframe;
    private long heldUtcMicros;
    private boolean heldRealTime;
    private long fragmentMicros = -1;
    private long wholeMicros;
    private long bytes;

    /**
     * Begins a file with this picture, which is to be added then.
     *
     * @param directory of the recorder; the stream's own folder in it is there
     */
    Segment(String stream, Path directory, EncodedFrame first, byte[] sets, Output.Maker disk, UtcClock utc,
            Archive archive) throws IOException, MediaException {
        this.stream = stream;
        this.format = first.format();
        this.utc = utc;
        this.archive = archive;
        this.timeline = new Timeline(first);
        long startNanos = utc.utcNanos(first.captureNanos());
        this.start = UtcClock.instant(startNanos - Math.floorMod(startNanos, 1_000));
        FileName name = new FileName(stream, start);
        this.file = name.in(directory);
        this.mp4 = new Mp4(format, sets, metadata(startNanos));
        Output made = null;
        try {
            made = disk.create(file);
            write(made, mp4.take());
        } catch (IOException | MediaException | RuntimeException e) {
            mp4.close();
            if (made != null) {
                abandon(made);
            }
            throw e;
        }
        output = made;
    }

    private Map<String, String> metadata(long startNanos) {
        boolean host = timeline.clock() == 0;
        Map<String, String> all = new TreeMap<>();
        all.put("title", stream);
        all.put("creation_time", start.toString());
        all.put("flathead.start", UtcClock.instant(startNanos).toString());
        all.put("flathead.clock", host ? "host" : "sender-" + Long.toUnsignedString(timeline.clock()));
        all.put("flathead.start.nanos", Long.toString(host ? startNanos : timeline.firstNanos()));
        all.put("flathead.time", timeline.quality().name().toLowerCase(Locale.ROOT));
        return all;
    }

    /**
     * Adds a picture.
     *
     * @param fragment length of a fragment, in microseconds
     * @return false if there was no room within the quota, so that another file should be begun
     */
    boolean add(EncodedFrame unit, long fragment) throws IOException, MediaException {
        long micros = timeline.micros(unit);
        boolean room = true;
        if (heldSize > 0) {
            addHeld(micros - heldMicros);
            if (unit.keyframe() || micros - fragmentMicros >= fragment) {
                room = flush();
                wholeMicros = micros;
            }
        }
        hold(unit, micros);
        return room;
    }

    private void hold(EncodedFrame unit, long micros) {
        int size = unit.size();
        if (size > held.capacity()) {
            held = ByteBuffer.allocateDirect(Math.max(size, 2 * held.capacity()));
            heldAddress = At.start(held);
        }
        held.put(0, unit.data(), 0, size);
        heldSize = size;
        heldMicros = micros;
        heldKeyframe = unit.keyframe();
        heldUtcMicros = Math.floorDiv(utc.utcNanos(unit.captureNanos()), 1_000);
        heldRealTime = unit.timeQuality() != TimeQuality.ARRIVAL;
    }

    private void addHeld(long duration) throws MediaException {
        boolean first = fragmentMicros < 0;
        if (first) {
            fragmentMicros = heldMicros;
        }
        mp4.add(heldAddress, heldSize, heldMicros, duration, heldKeyframe, first ? heldUtcMicros : 0, heldRealTime);
        heldSize = 0;
    }

    private boolean flush() throws IOException, MediaException {
        mp4.endFragment();
        fragmentMicros = -1;
        // What was deleted could be written to for ever, and nobody would have it.
        if (!output.isThere()) {
            throw new IOException("it is not there any more");
        }
        return write(output, mp4.take());
    }

    private boolean write(Output to, ByteBuffer made) throws IOException {
        int size = made.remaining();
        to.write(made);
        bytes += size;
        return archive.grew(size);
    }

    private void abandon(Output made) {
        archive.ended(null, bytes);
        try (made) {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // An empty file stays, where not even that can be done.
        }
    }

    /** Writes what it still holds, and ends the file. */
    void finish() throws IOException, MediaException {
        try {
            if (heldSize > 0) {
                long end = heldMicros + format.intervalNanos() / 1_000;
                addHeld(end - heldMicros);
                flush();
                wholeMicros = end;
            }
            output.close();
        } catch (IOException | MediaException | RuntimeException e) {
            fail();
            throw e;
        }
        mp4.close();
        archive.ended(recorded(), bytes);
    }

    private RecordedFile recorded() {
        return new RecordedFile(stream, file, start, Duration.ofNanos(wholeMicros * 1_000), bytes);
    }

    /** Ends the file with its last whole fragment, as nothing more can be written. */
    void fail() {
        mp4.close();
        boolean there = wholeMicros > 0 && output.isThere();
        if (there) {
            try (output) {
                output.truncate(bytes);
            } catch (IOException e) {
                // Then part of a fragment stays, which readers pass over.
            }
            archive.ended(recorded(), bytes);
        } else {
            abandon(output);
        }
    }

    /** Whether this file has lasted so long, in microseconds, when the next picture comes. */
    boolean lasts(long micros) {
        long interval = format.intervalNanos() / 1_000;
        return heldMicros + interval + interval / 2 >= micros;
    }

    /** Whether a picture has the size of this file. */
    boolean suits(EncodedFrame unit) {
        return format.sameShape(unit.format());
    }

    Timeline timeline() {
        return timeline;
    }

    Path file() {
        return file;
    }

    Instant start() {
        return start;
    }

    long bytes() {
        return bytes;
    }
}
