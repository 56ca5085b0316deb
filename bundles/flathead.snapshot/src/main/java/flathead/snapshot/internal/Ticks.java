package flathead.snapshot.internal;

import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls once a second while there is something to do. Any thread. */
final class Ticks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Ticks.class);

    private final BooleanSupplier task;
    private final AtomicBoolean running = new AtomicBoolean();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread made = new Thread(work, "flathead-snapshot-keep");
        made.setDaemon(true);
        return made;
    });

    /** @param task answers whether there is more to do */
    Ticks(BooleanSupplier task) {
        this.task = task;
    }

    void begin() {
        if (running.compareAndSet(false, true)) {
            schedule();
        }
    }

    private void schedule() {
        try {
            thread.schedule(this::tick, 1, TimeUnit.SECONDS);
        } catch (RejectedExecutionException e) {
            running.set(false); // closed
        }
    }

    private void tick() {
        if (isMore()) {
            schedule();
            return;
        }
        running.set(false);
        if (isMore()) {
            begin(); // somebody asked in between
        }
    }

    /** What fails is tried again. */
    private boolean isMore() {
        try {
            return task.getAsBoolean();
        } catch (RuntimeException e) {
            LOG.error("what is kept for snapshots could not be looked through; again in a second", e);
            return true;
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
