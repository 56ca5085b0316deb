package flathead.webrtc.libwebrtc.internal;

import flathead.api.MediaException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that calls libwebrtc and that tells the owners of peers what happens. libwebrtc's own threads only
 * {@link #post}. Any thread may use it; nobody waits for it from inside a callback of libwebrtc, because it may itself
 * be waiting for that callback to return.
 */
final class Lane implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
    private static final long PATIENCE_SECONDS = 5;

    private final String name;
    private final ScheduledThreadPoolExecutor executor;
    private volatile Thread thread;

    Lane(String name) {
        this.name = name;
        executor = new ScheduledThreadPoolExecutor(1, work -> {
            Thread made = new Thread(work, name);
            made.setDaemon(true);
            thread = made;
            return made;
        });
        executor.setRemoveOnCancelPolicy(true);
    }

    /** Whether the caller is this thread. */
    boolean isHere() {
        return Thread.currentThread() == thread;
    }

    /** Does it later; dropped when the lane is closed. */
    void post(Runnable work) {
        after(0, work);
    }

    /** Does it after a while, unless cancelled or the lane is closed. */
    Future<?> after(long millis, Runnable work) {
        try {
            return executor.schedule(() -> guarded(work), millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("{}: closed, dropped {}", name, work);
            return null;
        }
    }

    /** Does it, and waits for it where that cannot deadlock: not from inside a callback of libwebrtc. */
    void finish(Runnable work) {
        if (isHere()) {
            work.run();
        } else if (NativeCallback.inside()) {
            post(work);
        } else {
            try {
                call(() -> {
                    guarded(work);
                    return null;
                });
            } catch (MediaException e) {
                LOG.warn("{}", e.getMessage());
            }
        }
    }

    /**
     * Does it and answers its result.
     *
     * @throws MediaException the work's own, or if it is not done in {@value #PATIENCE_SECONDS} s; it may still be
     *     done later then
     */
    <T> T call(Callable<T> work) throws MediaException {
        return call(PATIENCE_SECONDS, work);
    }

    /** The same, with another patience. */
    <T> T call(long seconds, Callable<T> work) throws MediaException {
        if (isHere()) {
            try {
                return work.call();
            } catch (Exception e) {
                throw media(e);
            }
        }
        Future<T> result;
        try {
            result = executor.submit(work);
        } catch (RejectedExecutionException e) {
            throw new MediaException(name + " is closed");
        }
        return await(seconds, result);
    }

    private <T> T await(long seconds, Future<T> result) throws MediaException {
        try {
            return result.get(seconds, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw media(e.getCause());
        } catch (TimeoutException e) {
            throw new MediaException(name + " is busy for more than " + seconds + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MediaException(name + ": interrupted");
        }
    }

    private MediaException media(Throwable cause) {
        return cause instanceof MediaException media ? media : new MediaException(Natives.line(cause), cause);
    }

    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.error("{}: an event's receiver threw", name, e);
        }
    }

    /** Ends it after what was posted; waits for that unless called from the lane or a callback of libwebrtc. */
    @Override
    public void close() {
        executor.shutdown();
        if (isHere() || NativeCallback.inside()) {
            return;
        }
        try {
            Thread last = thread;
            if (!executor.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("{}: did not end within {} s", name, PATIENCE_SECONDS);
            } else if (last != null) {
                last.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
