package flathead.gate;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets one thread at a time work with native memory until it is closed, without a lock. Who closes waits for the work
 * under way, other than from inside that work: then the memory is freed at its end.
 */
public final class Gate {
    private static final int IDLE = 0;
    private static final int BUSY = 1;
    private static final int CLOSING = 2;
    private static final int CLOSED = 3;
    private static final long POLL_NANOS = 100_000;

    private final AtomicInteger state = new AtomicInteger(IDLE);
    private final Runnable free;
    private volatile Thread worker;

    /**
     * An open gate.
     *
     * @param free called once, when closed and nobody works
     */
    public Gate(Runnable free) {
        this.free = free;
    }

    /** False if it is closed, or another thread works. */
    public boolean enter() {
        if (!state.compareAndSet(IDLE, BUSY)) {
            return false;
        }
        worker = Thread.currentThread();
        return true;
    }

    /** Ends what {@link #enter()} began. */
    public void leave() {
        worker = null;
        if (!state.compareAndSet(BUSY, IDLE)) {
            free.run();
            state.set(CLOSED);
        }
    }

    /** Whether {@link #close()} was called. */
    public boolean closed() {
        return state.get() >= CLOSING;
    }

    /** Lets nobody in any more; may be called again. */
    public void close() {
        while (true) {
            if (state.compareAndSet(IDLE, CLOSING)) {
                free.run();
                state.set(CLOSED);
                return;
            }
            if (state.compareAndSet(BUSY, CLOSING) || state.get() >= CLOSING) {
                break;
            }
        }
        while (state.get() != CLOSED && worker != Thread.currentThread()) {
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
