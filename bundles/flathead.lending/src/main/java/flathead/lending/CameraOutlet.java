package flathead.lending;

import flathead.api.Feedback;
import flathead.api.Frame;
import flathead.api.Media;
import flathead.api.Stats;
import flathead.api.StreamId;
import flathead.api.VideoSink;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** One stream's way in. */
final class CameraOutlet<T> implements VideoSink.Outlet {
    private final Cameras<T> cameras;
    private final Camera<T> camera;
    private final StreamId stream;
    private final Feedback upstream;
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong passedBy = new AtomicLong();
    private final AtomicBoolean closed = new AtomicBoolean();

    CameraOutlet(Cameras<T> cameras, Camera<T> camera, StreamId stream, Feedback upstream) {
        this.cameras = cameras;
        this.camera = camera;
        this.stream = stream;
        this.upstream = upstream;
    }

    StreamId stream() {
        return stream;
    }

    boolean isLocal() {
        return stream.client().isEmpty();
    }

    void want(boolean pictures) {
        upstream.limitBitrate(pictures ? Feedback.UNLIMITED : Feedback.NOTHING);
    }

    @Override
    public boolean offer(Media media) {
        boolean takes = !closed.get() && media instanceof Frame frame && camera.comes(this, frame);
        (takes ? taken : passedBy).incrementAndGet();
        return takes;
    }

    @Override
    public Stats stats() {
        long out = taken.get();
        long dropped = passedBy.get();
        return new Stats(out + dropped, out, dropped, 0, 0, 0);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            cameras.closed(camera, this);
        }
    }
}
