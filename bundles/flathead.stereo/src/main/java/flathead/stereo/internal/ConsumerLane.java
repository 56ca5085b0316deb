package flathead.stereo.internal;

import flathead.api.NanoClock;
import flathead.api.StereoConsumer;
import flathead.api.StereoStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One consumer: a thread, and a place for one pair, in which a newer one drops the one that is there. A consumer that
 * hangs holds the one pair that it has.
 */
final class ConsumerLane implements AutoCloseable {
    static final long HANG_NANOS = 1_000_000_000L;

    private static final Logger LOG = LoggerFactory.getLogger(ConsumerLane.class);
    private static final long COMPLAINT_NANOS = 1_000_000_000L;
    private static final long CLOSE_MILLIS = 2_000;

    private final String pair;
    private final String name;
    private final StereoConsumer consumer;
    private final NanoClock clock;
    private final Thread thread;
    /** The thread's. */
    private LentPair current;
    private long complaintNanos;
    private boolean complained;
    /** What follows is guarded by this. */
    private LentPair next;
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
     * @param pair the name of the pair of streams
     * @param name of the consumer
     */
    ConsumerLane(String pair, String name, StereoConsumer consumer, NanoClock clock) {
        this.pair = pair;
        this.name = name;
        this.consumer = consumer;
        this.clock = clock;
        current = new LentPair(pair);
        next = new LentPair(pair);
        complaintNanos = clock.nanos() - COMPLAINT_NANOS;
        thread = new Thread(this::run, "flathead-pairs-" + pair + "-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    StereoConsumer consumer() {
        return consumer;
    }

    /** A pair with its pictures. Any thread, cheap. */
    synchronized void offer(long sequence, Shot left, Shot right) {
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
                LOG.warn("{}: the consumer {} has held a pair for {} ms; it gets none until it is back", pair, name,
                    HANG_NANOS / 1_000_000);
            }
            return;
        }
        next.set(sequence, left, right);
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
                consumer.pair(current);
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
                LOG.error("{}: the consumer {} threw again: {}", pair, name, e.toString());
            } else {
                complained = true;
                LOG.error("{}: the consumer {} threw; the next pair comes all the same", pair, name, e);
            }
        }
    }

    /** Waits for a pair; false if none comes any more. */
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
        LentPair taken = next;
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
            LOG.info("{}: the consumer {} is back", pair, name);
        }
    }

    synchronized StereoStatus.Consumer status() {
        return new StereoStatus.Consumer(name, given, dropped, failed, hangs);
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
            LOG.warn("{}: the consumer {} has held its thread for {} ms; going on without it", pair, name,
                CLOSE_MILLIS);
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
