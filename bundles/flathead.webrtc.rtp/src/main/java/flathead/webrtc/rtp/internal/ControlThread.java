package flathead.webrtc.rtp.internal;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that a peer's owner hears from, and that may wait: it runs what it is given, one after the other. What is
 * posted is bounded by what can happen to a peer.
 */
final class ControlThread {
    private static final Logger LOG = LoggerFactory.getLogger(ControlThread.class);

    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile boolean ending;

    ControlThread(String name) {
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Any thread. */
    void post(Runnable task) {
        tasks.add(task);
    }

    boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    private void run() {
        while (!ending) {
            try {
                tasks.take().run();
            } catch (InterruptedException e) {
                ending = true;
            } catch (RuntimeException e) {
                LOG.error("{}: what a peer's owner did in an event failed", thread.getName(), e);
            }
        }
    }

    /** Ends the thread after the tasks that were posted; waits for it if told so, unless the caller is it. */
    void end(boolean wait) {
        post(() -> ending = true);
        if (!wait || isCurrent()) {
            return;
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
