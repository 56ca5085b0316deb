package flathead.stereo.internal;

import flathead.api.Media;
import flathead.api.Stats;
import flathead.api.StreamId;
import flathead.api.VideoSink;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** One stream's way into a pair. Takes every picture, also those that are not paired: refusing would ask for others. */
final class StereoOutlet implements VideoSink.Outlet {
    private final StreamId stream;
    private final Pairing pairing;
    private final int side;
    private final Eye eye;
    private final AtomicLong taken = new AtomicLong();
    private final AtomicBoolean closed = new AtomicBoolean();

    StereoOutlet(StreamId stream, Pairing pairing, int side, Eye eye) {
        this.stream = stream;
        this.pairing = pairing;
        this.side = side;
        this.eye = eye;
        eye.opened(this);
    }

    boolean isCamera() {
        return stream.client().isEmpty();
    }

    @Override
    public boolean offer(Media media) {
        if (closed.get()) {
            return false;
        }
        pairing.comes(side, this, stream.client(), media);
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
        if (closed.compareAndSet(false, true)) {
            eye.closed(this);
        }
    }
}
