package flathead.snapshot.internal;

import flathead.api.MediaException;
import flathead.api.Snapshot;
import flathead.api.SnapshotException;
import flathead.api.TimeQuality;
import java.time.Instant;

/** A picture that was asked for; encoded when somebody wants the file. */
final class Shot implements Snapshot {
    private final String tag;
    private final Moment moment;
    private final Instant captured;
    private final int width;
    private final int height;
    private final Jpegs jpegs;
    private final int quality;
    /** Guarded by this: either the picture or its file. */
    private Raster raster;
    private byte[] file;

    /**
     * When a picture was taken, and which one it is.
     *
     * @param sequence counts pictures or pairs
     * @param captureNanos on the host's monotonic clock
     * @param quality what that is worth
     */
    record Moment(long sequence, long captureNanos, TimeQuality quality) {
    }

    Shot(String tag, Moment moment, Instant captured, Raster raster, Jpegs jpegs, int quality) {
        this.tag = tag;
        this.moment = moment;
        this.captured = captured;
        this.raster = raster;
        this.width = raster.width();
        this.height = raster.height();
        this.jpegs = jpegs;
        this.quality = quality;
    }

    @Override
    public String tag() {
        return tag;
    }

    @Override
    public long sequence() {
        return moment.sequence();
    }

    @Override
    public long captureNanos() {
        return moment.captureNanos();
    }

    @Override
    public Instant captured() {
        return captured;
    }

    @Override
    public TimeQuality timeQuality() {
        return moment.quality();
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }

    int quality() {
        return quality;
    }

    @Override
    public synchronized byte[] jpeg() throws SnapshotException {
        if (file == null) {
            try {
                file = jpegs.encode(raster, quality);
                raster = null;
            } catch (MediaException e) {
                throw new SnapshotException(SnapshotException.Reason.FAILED, e.getMessage(), e);
            }
        }
        return file;
    }
}
