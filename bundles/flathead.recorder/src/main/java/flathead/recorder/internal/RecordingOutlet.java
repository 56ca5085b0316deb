package flathead.recorder.internal;

import flathead.api.EncodedFrame;
import flathead.api.Feedback;
import flathead.api.Media;
import flathead.api.MediaException;
import flathead.api.Stats;
import flathead.api.TimeQuality;
import flathead.api.VideoSink;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A stream's way to its files. The lane's thread writes, so that a slow disk costs this sink pictures and nobody else;
 * while nothing is to be recorded the lane has none to bring.
 */
final class RecordingOutlet implements VideoSink.Outlet {
    private static final long CLOSE_SECONDS = 2;

    private final StreamRecording recording;
    private final Track.Shared shared;
    private final Feedback upstream;
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicLong offered = new AtomicLong();
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong keyframes = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private volatile boolean wanted;
    private volatile boolean closed;
    private Track track;
    private Path told;
    private long toldBytes;

    RecordingOutlet(StreamRecording recording, Track.Shared shared, Feedback upstream) {
        this.recording = recording;
        this.shared = shared;
        this.upstream = upstream;
    }

    /**
     * Records from now on, or no longer; its file is whole then. May wait for the disk.
     *
     * @param yes whether to
     */
    void want(boolean yes) {
        if (closed || wanted == yes) {
            return;
        }
        wanted = yes;
        upstream.limitBitrate(yes ? Feedback.UNLIMITED : Feedback.NOTHING);
        if (yes) {
            upstream.requestKeyframe();
        } else {
            lock.lock();
            try {
                end();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Says that there is nothing to be had from it yet. */
    void rest() {
        upstream.limitBitrate(Feedback.NOTHING);
    }

    @Override
    public boolean offer(Media media) {
        offered.incrementAndGet();
        if (!wanted || closed || !(media instanceof EncodedFrame unit)) {
            return false;
        }
        boolean written = false;
        lock.lock();
        try {
            written = wanted && !closed && write(unit);
        } finally {
            if (closed) {
                end();
            }
            lock.unlock();
        }
        if (written) {
            taken.incrementAndGet();
            bytes.addAndGet(unit.size());
            keyframes.addAndGet(unit.keyframe() ? 1 : 0);
        }
        return written;
    }

    private boolean write(EncodedFrame unit) {
        if (track == null) {
            track = new Track(recording.stream(), shared, upstream);
        }
        try {
            boolean written = track.add(unit);
            if (written) {
                tell(unit.timeQuality());
            }
            return written;
        } catch (IOException | MediaException | RuntimeException e) {
            broke(e);
            return false;
        }
    }

    private void tell(TimeQuality quality) {
        Path file = track.segment().file();
        long now = track.bytes();
        if (file != told || now != toldBytes || recording.isWorse(quality)) {
            told = file;
            toldBytes = now;
            recording.wrote(track, quality);
        }
    }

    private void broke(Exception error) {
        Path where = track.place();
        Track ends = track;
        track = null;
        told = null;
        wanted = false;
        upstream.limitBitrate(Feedback.NOTHING);
        ends.fail();
        recording.ended(ends);
        recording.broke(where, error);
    }

    private void end() {
        if (track == null) {
            return;
        }
        Track ends = track;
        track = null;
        told = null;
        Path where = ends.place();
        try {
            ends.end();
            recording.ended(ends);
        } catch (IOException | MediaException | RuntimeException e) {
            recording.ended(ends);
            recording.broke(where, e);
        }
    }

    @Override
    public Stats stats() {
        long out = taken.get();
        long in = Math.max(out, offered.get());
        return new Stats(in, out, in - out, 0, keyframes.get(), bytes.get());
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        recording.closed(this);
        try {
            // If the disk hangs, its thread ends the file whenever it comes back.
            if (lock.tryLock(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                try {
                    end();
                } finally {
                    lock.unlock();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
