package flathead.snapshot.internal;

import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** Calls once a second while there is something to do. Any thread. */
final class Ticks implements AutoCloseable {
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
        if (task.getAsBoolean()) {
            schedule();
            return;
        }
        running.set(false);
        if (task.getAsBoolean()) {
            begin(); // somebody asked in between
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
