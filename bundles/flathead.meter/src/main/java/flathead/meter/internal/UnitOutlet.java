package flathead.meter.internal;

import flathead.api.EncodedFrame;
import flathead.api.Media;
import flathead.api.MediaException;
import flathead.api.NanoClock;
import flathead.api.Stats;
import flathead.api.VideoSink;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts one encoded stream. Holds no picture, allocates nothing per picture.
 *
 * <p>{@link Stats#captureLatency()} runs to the start of {@link #offer}.
 */
final class UnitOutlet implements VideoSink.Outlet {
    private final NanoClock clock;
    private final LatencyWindow latency = new LatencyWindow();
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong keyframes = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicBoolean closed = new AtomicBoolean();

    UnitOutlet(NanoClock clock) {
        this.clock = clock;
    }

    @Override
    public boolean offer(Media media) {
        if (closed.get() || !(media instanceof EncodedFrame unit)) {
            refused.incrementAndGet();
            return false;
        }
        latency.addSinceCapture(clock.nanos(), unit);
        keyframes.addAndGet(unit.keyframe() ? 1 : 0);
        bytes.addAndGet(unit.size());
        taken.incrementAndGet();
        return true;
    }

    @Override
    public Stats stats() {
        long out = taken.get();
        long dropped = refused.get();
        return new Stats(out + dropped, out, dropped, 0, keyframes.get(), bytes.get(), null, null,
            latency.percentiles(clock.nanos())).with(latency.all());
    }

    @Override
    public void failed(MediaException cause) {
        // The stream's own log says so.
    }

    @Override
    public void close() {
        closed.set(true);
    }
}
