package flathead.lending;

import flathead.api.NanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One consumer: a thread, and a place for one loan, in which a newer one drops the one that is there. A consumer that
 * hangs holds the one that it has.
 *
 * @param <C> the service
 * @param <A> what loans are filled from
 * @param <L> what is lent
 */
public final class ConsumerLane<C, A, L extends Loan<A>> implements AutoCloseable {
    static final long HANG_NANOS = 1_000_000_000L;

    private static final Logger LOG = LoggerFactory.getLogger(ConsumerLane.class);
    private static final long COMPLAINT_NANOS = 1_000_000_000L;
    private static final long CLOSE_MILLIS = 2_000;

    private final Lent<C, L> lent;
    private final String name;
    private final C consumer;
    private final NanoClock clock;
    private final Thread thread;
    /** The thread's. */
    private L current;
    private long complaintNanos;
    private boolean complained;
    /** What follows is guarded by this. */
    private L next;
    private boolean waits;
    private boolean closed;
    private boolean inside;
    private long sinceNanos;
    private boolean hangs;
    private long given;
    private long dropped;
    private long failed;

    /**
     * Starts its thread.
     *
     * @param name of the consumer
     */
    ConsumerLane(Lent<C, L> lent, String name, C consumer, NanoClock clock) {
        this.lent = lent;
        this.name = name;
        this.consumer = consumer;
        this.clock = clock;
        current = lent.loan().get();
        next = lent.loan().get();
        complaintNanos = clock.nanos() - COMPLAINT_NANOS;
        thread = new Thread(this::run, "flathead-" + lent.what() + "s-" + lent.of() + "-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    C consumer() {
        return consumer;
    }

    /** What comes next. Any thread, cheap. */
    synchronized void offer(A from) {
        if (waits) {
            waits = false;
            next.clear();
            dropped++;
        }
        if (closed) {
            return;
        }
        if (inside && clock.nanos() - sinceNanos >= HANG_NANOS) {
            dropped++;
            if (!hangs) {
                hangs = true;
                LOG.warn("{}: the consumer {} has held a {} for {} ms; it gets none until it is back", lent.of(), name,
                    lent.what(), HANG_NANOS / 1_000_000);
            }
            return;
        }
        next.fill(from);
        waits = true;
        notifyAll();
    }

    private void run() {
        try {
            serve();
        } finally {
            shut(); // by an error that ends threads, too
        }
    }

    private void serve() {
        while (take()) {
            boolean good = false;
            try {
                lent.call().lend(consumer, current);
                good = true;
            } catch (RuntimeException | LinkageError | AssertionError e) {
                complain(e);
            } finally {
                current.clear();
                returned(good);
            }
        }
    }

    private void complain(Throwable e) {
        long now = clock.nanos();
        if (now - complaintNanos >= COMPLAINT_NANOS) {
            complaintNanos = now;
            if (complained) {
                LOG.error("{}: the consumer {} threw again: {}", lent.of(), name, e.toString());
            } else {
                complained = true;
                LOG.error("{}: the consumer {} threw; the next {} comes all the same", lent.of(), name, lent.what(),
                    e);
            }
        }
    }

    /** Waits for a loan; false if none comes any more. */
    private synchronized boolean take() {
        while (!waits && !closed) {
            try {
                wait();
            } catch (InterruptedException e) {
                continue; // the consumer's doing; only close() ends this thread
            }
        }
        if (closed) {
            return false;
        }
        L taken = next;
        next = current;
        current = taken;
        waits = false;
        inside = true;
        sinceNanos = clock.nanos();
        return true;
    }

    private synchronized void returned(boolean good) {
        inside = false;
        given++;
        failed += good ? 0 : 1;
        if (hangs) {
            hangs = false;
            LOG.info("{}: the consumer {} is back", lent.of(), name);
        }
    }

    /** As of now. */
    public synchronized LaneStatus status() {
        return new LaneStatus(name, given, dropped, failed, hangs);
    }

    /** Ends it: no call comes any more, and none runs, unless the consumer has held the thread for too long. */
    @Override
    public void close() {
        shut();
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.warn("{}: the consumer {} has held its thread for {} ms; going on without it", lent.of(),
                name, CLOSE_MILLIS);
        }
    }

    private synchronized void shut() {
        closed = true;
        if (waits) {
            waits = false;
            next.clear();
        }
        notifyAll();
    }
}
