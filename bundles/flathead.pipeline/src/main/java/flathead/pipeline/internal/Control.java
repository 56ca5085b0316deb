package flathead.pipeline.internal;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread on which a pipeline's structure changes. What is told to it after its end is dropped. */
final class Control implements Executor, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Control.class);

    private final String name;
    private final ScheduledThreadPoolExecutor executor;
    private volatile Thread thread;

    Control(String name) {
        this.name = name;
        executor = new ScheduledThreadPoolExecutor(1, task -> {
            thread = new Thread(task, "flathead-control-" + name);
            thread.setDaemon(true);
            return thread;
        });
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public void execute(Runnable task) {
        try {
            executor.execute(() -> guarded(task));
        } catch (RejectedExecutionException e) {
            LOG.debug("{}: too late for {}", name, task);
        }
    }

    void every(long millis, Runnable task) {
        executor.scheduleWithFixedDelay(() -> guarded(task), millis, millis, TimeUnit.MILLISECONDS);
    }

    /**
     * Runs a task and waits for it.
     *
     * @return false if it has not ended after {@code millis}; it still will
     */
    boolean call(long millis, Runnable task) {
        if (Thread.currentThread() == thread) {
            guarded(task);
            return true;
        }
        Callable<Void> call = () -> {
            guarded(task);
            return null;
        };
        try {
            executor.submit(call).get(millis, TimeUnit.MILLISECONDS);
            return true;
        } catch (RejectedExecutionException | ExecutionException e) {
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | LinkageError e) {
            LOG.error("{}: a bug", name, e);
        }
    }

    @Override
    public void close() {
        executor.shutdown();
    }
}
