package flathead.console.internal;

import flathead.api.Feedback;
import flathead.api.Frame;
import flathead.api.Media;
import flathead.api.Stats;
import flathead.api.VideoSink;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** One stream's previews: paused until somebody asks, then the next picture is copied, and it is paused again. */
final class PreviewOutlet implements VideoSink.Outlet {
    private final Feedback upstream;
    private final Runnable whenClosed;
    private final AtomicReference<CompletableFuture<Picture>> wanted = new AtomicReference<>();
    private final AtomicLong copied = new AtomicLong();
    private final AtomicLong passedBy = new AtomicLong();
    private volatile boolean closed;

    PreviewOutlet(Feedback upstream, Runnable whenClosed) {
        this.upstream = upstream;
        this.whenClosed = whenClosed;
        upstream.limitBitrate(Feedback.NOTHING);
    }

    /** The next picture; null if none comes in time. Any thread but the stream's. */
    Picture next(long millis) throws InterruptedException {
        CompletableFuture<Picture> future =
            wanted.updateAndGet(pending -> pending == null ? new CompletableFuture<>() : pending);
        if (closed) {
            return null;
        }
        upstream.limitBitrate(Feedback.UNLIMITED);
        try {
            return future.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return null; // the wish stays for the next who asks
        }
    }

    @Override
    public boolean offer(Media media) {
        CompletableFuture<Picture> asking = closed ? null : wanted.getAndSet(null);
        if (asking == null || !(media instanceof Frame frame)) {
            passedBy.incrementAndGet();
            return false;
        }
        upstream.limitBitrate(Feedback.NOTHING);
        if (wanted.get() != null) {
            upstream.limitBitrate(Feedback.UNLIMITED); // somebody asked in between
        }
        asking.complete(Picture.of(frame));
        copied.incrementAndGet();
        return true;
    }

    @Override
    public Stats stats() {
        long out = copied.get();
        long dropped = passedBy.get();
        return new Stats(out + dropped, out, dropped, 0, 0, 0);
    }

    @Override
    public void close() {
        closed = true;
        CompletableFuture<Picture> asking = wanted.getAndSet(null);
        if (asking != null) {
            asking.complete(null);
        }
        whenClosed.run();
    }
}
