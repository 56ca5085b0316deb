package flathead.signaling.whip.client.internal;

import flathead.signaling.Candidate;
import flathead.signaling.IceServer;
import flathead.signaling.SignalingClient;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes cameras at one WHIP server, each by sessions of its own. State changes and listeners are called on one
 * thread, {@code flathead-<name>}.
 */
final class WhipClient implements SignalingClient, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WhipClient.class);
    private static final long CLOSE_MILLIS = 1_000;

    private final Settings settings;
    private final ScheduledThreadPoolExecutor worker;
    private final ExecutorService threads;
    private final JdkHttp http;
    private final Publication.Server server;
    private final Map<String, Talk> talks = new HashMap<>();
    private volatile Thread workerThread;

    /** Talks to nobody yet. */
    WhipClient(String name, Settings settings) {
        this.settings = settings;
        worker = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "flathead-" + name);
            thread.setDaemon(true);
            workerThread = thread;
            return thread;
        });
        worker.setRemoveOnCancelPolicy(true);
        threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "flathead-" + name + "-http");
            thread.setDaemon(true);
            return thread;
        });
        http = new JdkHttp(worker, threads);
        server = new Publication.Server(settings.token(), new Redirects(http), this::after, Instant::now,
            new SplittableRandom());
    }

    private Runnable after(long millis, Runnable what) {
        ScheduledFuture<?> later = worker.schedule(what, millis, TimeUnit.MILLISECONDS);
        return () -> later.cancel(false);
    }

    @Override
    public boolean carries(String cameraId) {
        return settings.carries(cameraId);
    }

    @Override
    public Conversation open(String cameraId, Listener listener) {
        Talk talk = new Talk(cameraId, listener);
        execute(() -> {
            Talk before = talks.put(cameraId, talk);
            if (before != null) {
                before.tell(() -> before.listener.disconnected("another conversation about " + cameraId + " began"));
                before.end();
            }
            talk.publication.seek();
        });
        return talk;
    }

    private void execute(Runnable what) {
        try {
            worker.execute(what);
        } catch (RejectedExecutionException e) {
            LOG.debug("said after the end");
        }
    }

    /** Deletes every session, and waits a second at most until the server has heard it. */
    @Override
    public void close() {
        await(worker.submit(() -> List.copyOf(talks.values()).forEach(Talk::end)));
        try {
            http.awaitIdle(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        worker.shutdownNow();
        threads.shutdown();
    }

    private static void await(Future<?> done) {
        try {
            done.get(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("the WHIP client is slow to end: {}", String.valueOf(e.getMessage()));
        }
    }

    /** The conversation about one camera. */
    private final class Talk implements Conversation {
        private final String cameraId;
        private final Listener listener;
        private final Publication publication;
        private volatile boolean over;

        Talk(String cameraId, Listener listener) {
            this.cameraId = cameraId;
            this.listener = listener;
            this.publication = new Publication(cameraId, settings.endpoint(cameraId), server, new Heard(this));
        }

        @Override
        public void offer(String sdp) {
            execute(() -> publication.offer(sdp));
        }

        @Override
        public void candidate(Candidate candidate) {
            execute(() -> publication.candidate(candidate));
        }

        void end() {
            over = true;
            talks.remove(cameraId, this);
            publication.close();
        }

        /** Waits for a callback that runs, unless it is called from there; not for the server. */
        @Override
        public void close() {
            if (over) {
                return;
            }
            over = true;
            if (Thread.currentThread() == workerThread) {
                end();
                return;
            }
            try {
                await(worker.submit(this::end));
            } catch (RejectedExecutionException e) {
                LOG.debug("camera {}: closed after the end", cameraId);
            }
        }

        void tell(Runnable what) {
            if (over) {
                return;
            }
            try {
                what.run();
            } catch (RuntimeException e) {
                LOG.error("camera {}: a listener failed", cameraId, e);
            }
        }
    }

    /** What is heard from the server, unless the conversation is over. */
    private record Heard(Talk talk) implements Listener {
        @Override
        public void connected(List<IceServer> servers) {
            talk.tell(() -> talk.listener.connected(servers));
        }

        @Override
        public void answered(String sdp) {
            talk.tell(() -> talk.listener.answered(sdp));
        }

        @Override
        public void candidate(Candidate candidate) {
            talk.tell(() -> talk.listener.candidate(candidate));
        }

        @Override
        public void refused(String message) {
            talk.tell(() -> talk.listener.refused(message));
        }

        @Override
        public void disconnected(String why) {
            talk.tell(() -> talk.listener.disconnected(why));
        }
    }
}
