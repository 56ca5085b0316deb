package flathead.recorder.internal;

import flathead.api.RecordingStatus;
import flathead.api.TimeQuality;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a stream is recorded, over its reconnects. Of two streams of one name, such as a camera and what another
 * runtime makes of it, the one that came first is recorded.
 *
 * <p>Who decides (this object's monitor) may wait for who writes; who writes only leaves a note ({@link #notes}).
 */
final class StreamRecording {
    private static final Logger LOG = LoggerFactory.getLogger(StreamRecording.class);

    private final String stream;
    private final List<RecordingOutlet> outlets = new ArrayList<>();
    private boolean configured;
    private volatile boolean asked;

    private final Object notes = new Object();
    private boolean failed;
    private boolean here;
    private boolean continuous;
    private Path file;
    private Instant since;
    private long bytes;
    private long endedBytes;
    private int segments;
    private int endedSegments;
    private volatile TimeQuality quality;
    private String lastError = "";

    StreamRecording(String stream) {
        this.stream = stream;
    }

    String stream() {
        return stream;
    }

    /** The stream is here. */
    synchronized void opened(RecordingOutlet outlet) {
        outlets.add(outlet);
        if (outlets.size() > 1 || !apply()) {
            outlet.rest();
        }
        note();
    }

    /** It is gone. */
    synchronized void closed(RecordingOutlet outlet) {
        outlets.remove(outlet);
        apply();
        note();
    }

    /** What the configuration says, where that changed. */
    synchronized void configure(boolean wanted) {
        if (configured != wanted) {
            configured = wanted;
            ask(wanted);
        }
    }

    /** What somebody says; over what the configuration says. */
    synchronized void ask(boolean wanted) {
        boolean retry;
        synchronized (notes) {
            retry = failed;
            failed = false;
            if (wanted && (!asked || retry)) {
                since = null;
                bytes = 0;
                endedBytes = 0;
                segments = 0;
                endedSegments = 0;
                quality = null;
                lastError = "";
            }
        }
        if (asked != wanted) {
            LOG.info(wanted ? "{}: is to be recorded" : "{}: is not recorded any more", stream);
        }
        asked = wanted;
        apply();
        note();
    }

    private boolean apply() {
        boolean record = asked;
        synchronized (notes) {
            record &= !failed;
        }
        for (int i = 0; i < outlets.size(); i++) {
            outlets.get(i).want(record && i == 0);
        }
        return record;
    }

    private void note() {
        synchronized (notes) {
            here = !outlets.isEmpty();
            continuous = configured;
        }
    }

    synchronized boolean isHere() {
        return !outlets.isEmpty();
    }

    /** Whether there is anything to say of it. */
    synchronized boolean matters() {
        return asked || configured || !outlets.isEmpty();
    }

    /** Whether a picture's time is worth less than those before. Any thread, cheap. */
    boolean isWorse(TimeQuality other) {
        TimeQuality worst = quality;
        return worst == null || other.compareTo(worst) > 0;
    }

    /** There is another file, or more in it. The lane's thread. */
    void wrote(Track track, TimeQuality of) {
        Segment segment = track.segment();
        boolean first;
        synchronized (notes) {
            first = since == null;
            since = first ? segment.start() : since;
            file = segment.file();
            bytes = endedBytes + track.bytes();
            segments = endedSegments + track.segments();
            quality = isWorse(of) ? of : quality;
        }
        if (first) {
            LOG.info("{}: recording to {}", stream, segment.file());
        }
    }

    /** Its last file is whole. The lane's thread, or who decides. */
    void ended(Track track) {
        synchronized (notes) {
            endedBytes += track.bytes();
            endedSegments += track.segments();
            bytes = endedBytes;
            segments = endedSegments;
            file = null;
        }
    }

    /** It ended by itself. The lane's thread, or who decides. */
    void broke(Path where, Exception error) {
        String reason = where + ": " + (error instanceof IOException disk ? Disk.reason(disk)
            : error.getMessage() == null ? error.toString() : error.getMessage());
        synchronized (notes) {
            failed = true;
            file = null;
            lastError = reason;
        }
        LOG.warn("{}: the recording ended, the stream goes on: {}", stream, reason);
    }

    RecordingStatus status() {
        boolean record = asked;
        synchronized (notes) {
            RecordingStatus.State state = failed ? RecordingStatus.State.FAILED
                : !record ? RecordingStatus.State.OFF
                : file == null || !here ? RecordingStatus.State.WAITING : RecordingStatus.State.RECORDING;
            return new RecordingStatus(stream, state, continuous, file, since, bytes, segments, quality, lastError);
        }
    }
}
