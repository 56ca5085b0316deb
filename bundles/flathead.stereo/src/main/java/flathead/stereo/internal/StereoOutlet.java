package flathead.stereo.internal;

import flathead.api.Media;
import flathead.api.Stats;
import flathead.api.VideoSink;
import java.util.concurrent.atomic.AtomicLong;

/** One stream's way into a pair; holds no picture. */
final class StereoOutlet implements VideoSink.Outlet {
    private final Pairing pairing;
    private final int side;
    private final AtomicLong taken = new AtomicLong();
    private volatile boolean closed;

    /** @param pairing null for a stream that is not paired */
    StereoOutlet(Pairing pairing, int side) {
        this.pairing = pairing;
        this.side = side;
    }

    @Override
    public boolean offer(Media media) {
        if (closed || pairing == null) {
            return false;
        }
        pairing.comes(side, media.captureNanos(), media.format().intervalNanos());
        taken.incrementAndGet();
        return true;
    }

    @Override
    public Stats stats() {
        long count = taken.get();
        return new Stats(count, count, 0, 0, 0, 0);
    }

    @Override
    public void close() {
        if (!closed && pairing != null) {
            closed = true;
            pairing.restarts(side);
        }
    }
}
