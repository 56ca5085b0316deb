package flathead.itests;

import java.util.concurrent.locks.LockSupport;

/** A thread that wants to run every few milliseconds, and counts when this machine did not let it for far longer. */
final class Pulse implements AutoCloseable {
    private static final long BEAT_NANOS = 5_000_000;
    private static final long LATE_NANOS = 40_000_000;

    private final Thread thread = new Thread(this::run, "pulse");
    private volatile boolean closed;
    private volatile int missed;

    Pulse() {
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        long last = System.nanoTime();
        while (!closed) {
            LockSupport.parkNanos(BEAT_NANOS);
            long now = System.nanoTime();
            if (now - last > LATE_NANOS) {
                missed++;
            }
            last = now;
        }
    }

    /** How often it came too late so far. */
    int missed() {
        return missed;
    }

    @Override
    public void close() {
        closed = true;
    }
}
