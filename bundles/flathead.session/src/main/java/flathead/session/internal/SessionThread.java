package flathead.session.internal;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread on which sessions change. What is told to it after its end is dropped. */
final class SessionThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SessionThread.class);

    private final ScheduledThreadPoolExecutor executor;
    private volatile Thread thread;

    SessionThread(String name) {
        executor = new ScheduledThreadPoolExecutor(1, task -> {
            thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor.setRemoveOnCancelPolicy(true);
    }

    void execute(Runnable task) {
        try {
            executor.execute(() -> guarded(task));
        } catch (RejectedExecutionException e) {
            LOG.debug("too late for {}", task);
        }
    }

    /** Runs it later, unless cancelled or closed. */
    ScheduledFuture<?> after(long millis, Runnable task) {
        try {
            return executor.schedule(() -> guarded(task), millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("too late for {}", task);
            return null;
        }
    }

    /** Runs it and waits for its end, at most {@code millis}. */
    void call(long millis, Runnable task) {
        if (Thread.currentThread() == thread) {
            guarded(task);
            return;
        }
        try {
            executor.submit(() -> guarded(task)).get(millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException | ExecutionException e) {
            LOG.debug("not run: {}", task, e);
        } catch (TimeoutException e) {
            LOG.warn("{} is busy for {} ms; going on", thread.getName(), millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | LinkageError e) {
            LOG.error("a bug in a session", e);
        }
    }

    @Override
    public void close() {
        executor.shutdown();
    }
}
