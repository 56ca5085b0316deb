package flathead.signaling.socketio.client.internal;

import flathead.signaling.Candidate;
import flathead.signaling.SignalingClient;
import flathead.signaling.care.Backoff;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.json.JSONObject;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes cameras by the Socket.IO server of a configured address. One connection carries them all; it is sought and
 * sought again for ever. State changes and listeners are called on the thread {@code flathead-signaling-client}.
 *
 * <p>Needs a configuration, which may be empty: so that it does not begin with the defaults and change its mind as soon
 * as the real one is read.
 */
@Component(configurationPid = Settings.PID, configurationPolicy = ConfigurationPolicy.REQUIRE, immediate = true,
    property = SignalingClient.NAME + "=socketio")
@Designate(ocd = ClientConfig.class)
public final class SocketIoSignalingClient implements SignalingClient {
    private static final Logger LOG = LoggerFactory.getLogger(SocketIoSignalingClient.class);
    /** From the attempt to the joined namespace. */
    private static final long JOIN_MILLIS = 5_000;
    private static final long CLOSE_MILLIS = 1_000;
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(250);

    private final ScheduledThreadPoolExecutor worker;
    private volatile Thread workerThread;
    private final Map<String, Talk> talks = new LinkedHashMap<>();
    private final Backoff backoff;
    private Settings settings;
    private Session session;
    private Session.Transport transport = Session.Transport.WEBSOCKET;
    private ScheduledFuture<?> timer;
    private boolean connected;
    private boolean toldUnreachable;

    /** Begins to look for the server. */
    @Activate
    public SocketIoSignalingClient(Map<String, Object> properties) {
        worker = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "flathead-signaling-client");
            thread.setDaemon(true);
            workerThread = thread;
            return thread;
        });
        worker.setRemoveOnCancelPolicy(true);
        Settings first = read(properties, "no server is sought");
        backoff = new Backoff(new SplittableRandom(), SHORTEST_PAUSE,
            Duration.ofMillis(Math.round(Settings.DEFAULT_DELAY_SECONDS * 1000)));
        worker.execute(() -> settle(first));
    }

    private static Settings read(Map<String, ?> properties, String otherwise) {
        try {
            return Settings.of(properties);
        } catch (Settings.RefusedSetting e) {
            LOG.error("{}; {}", e.getMessage(), otherwise);
            return null;
        }
    }

    /** Goes to another server if the address changed; settings that are refused change nothing. */
    @Modified
    public void modified(Map<String, Object> properties) {
        Settings next = read(properties, "the settings before stay in force");
        worker.execute(() -> settle(next));
    }

    /** Leaves the server. */
    @Deactivate
    public void deactivate() {
        await(worker.submit(() -> {
            talks.clear();
            leave();
        }));
        worker.shutdownNow();
    }

    private void settle(Settings next) {
        if (next == null) {
            return;
        }
        backoff.longest(next.longestDelay());
        boolean moved = settings == null || !settings.sameServer(next);
        settings = next;
        if (moved) {
            leave();
            lost("the server's address was changed");
            toldUnreachable = false;
            backoff.reset();
            seek();
        }
    }

    private void leave() {
        cancelTimer();
        if (session != null) {
            session.close();
            session = null;
        }
    }

    private void seek() {
        try {
            session = new Session(settings.url(), settings.namespace(), transport, worker, new FromSession());
        } catch (RuntimeException | LinkageError e) {
            failed(e.toString());
            return;
        }
        timer = worker.schedule(() -> failed("no answer within " + JOIN_MILLIS / 1000 + " s"), JOIN_MILLIS,
            TimeUnit.MILLISECONDS);
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void lost(String why) {
        if (connected) {
            connected = false;
            List.copyOf(talks.values()).forEach(talk -> talk.tell(() -> talk.listener.disconnected(why)));
        }
    }

    private void failed(String why) {
        leave();
        if (connected) {
            LOG.warn("lost the server {}{}: {}; looking for it", settings.url(), settings.namespace(), why);
            toldUnreachable = true;
            lost(why);
        } else {
            if (!toldUnreachable) {
                LOG.info("cannot reach the server {}{}: {}; trying until it is there", settings.url(),
                    settings.namespace(), why);
                toldUnreachable = true;
            }
            transport = transport == Session.Transport.WEBSOCKET ? Session.Transport.POLLING
                : Session.Transport.WEBSOCKET;
        }
        timer = worker.schedule(this::seek, backoff.nextMillis(), TimeUnit.MILLISECONDS);
    }

    private void send(String event, JSONObject payload) {
        if (connected) {
            session.send(event, payload);
        }
    }

    private void await(Future<?> done) {
        try {
            done.get(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("the signalling client is slow to end: {}", String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Conversation open(String cameraId, Listener listener) {
        Talk talk = new Talk(cameraId, listener);
        execute(() -> {
            Talk before = talks.put(cameraId, talk);
            if (before != null) {
                before.tell(() -> before.listener.disconnected("another conversation about " + cameraId + " began"));
                before.over = true;
            }
            if (connected) {
                talk.tell(() -> listener.connected(List.of()));
            }
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

    /** What the connection tells. */
    private final class FromSession implements Session.Events {
        @Override
        public void connected() {
            cancelTimer();
            backoff.reset();
            connected = true;
            toldUnreachable = false;
            LOG.info("connected to the server {}{}", settings.url(), settings.namespace());
            List.copyOf(talks.values()).forEach(talk -> talk.tell(() -> talk.listener.connected(List.of())));
        }

        @Override
        public void received(String name, Object... arguments) {
            try {
                take(ServerEvent.parse(name, arguments));
            } catch (ServerEvent.Malformed e) {
                LOG.warn("the server sent a malformed {}: {}", name, e.getMessage());
            }
        }

        private void take(ServerEvent event) {
            if (event instanceof ServerEvent.Answer answer) {
                with(answer.cameraId(), listener -> listener.answered(answer.sdp()));
            } else if (event instanceof ServerEvent.RemoteCandidate remote) {
                with(remote.cameraId(), listener -> listener.candidate(remote.candidate()));
            } else if (event instanceof ServerEvent.Refused refused) {
                with(refused.cameraId(), listener -> listener.refused(refused.message()));
            } else if (event instanceof ServerEvent.Failed failed) {
                LOG.warn("the server could not process an event: {}", failed.message());
            }
        }

        private void with(String cameraId, Consumer<Listener> what) {
            Talk talk = talks.get(cameraId);
            if (talk != null) {
                talk.tell(() -> what.accept(talk.listener));
            }
        }

        @Override
        public void ended(String why) {
            failed(why);
        }
    }

    /** The conversation about one camera. */
    private final class Talk implements Conversation {
        private final String cameraId;
        private final Listener listener;
        private volatile boolean over;

        Talk(String cameraId, Listener listener) {
            this.cameraId = cameraId;
            this.listener = listener;
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

        private void say(String event, JSONObject payload) {
            execute(() -> {
                if (!over) {
                    send(event, payload);
                }
            });
        }

        @Override
        public void offer(String sdp) {
            say("offer", new JSONObject().put("cameraId", cameraId)
                .put("offer", new JSONObject().put("type", "offer").put("sdp", sdp)));
        }

        @Override
        public void candidate(Candidate candidate) {
            JSONObject wire = new JSONObject().put("candidate", candidate.candidate())
                .put("sdpMid", candidate.sdpMid() == null ? JSONObject.NULL : candidate.sdpMid())
                .put("sdpMLineIndex", candidate.sdpMLineIndex() < 0 ? JSONObject.NULL : candidate.sdpMLineIndex());
            say("ice-candidate", new JSONObject().put("cameraId", cameraId).put("candidate", wire));
        }

        /** Waits for a callback that runs, unless it is called from there. */
        @Override
        public void close() {
            if (over) {
                return;
            }
            over = true;
            Runnable goodbye = () -> {
                if (talks.remove(cameraId, this)) {
                    send("disconnect-camera", new JSONObject().put("cameraId", cameraId));
                }
            };
            if (Thread.currentThread() == workerThread) {
                goodbye.run();
                return;
            }
            try {
                await(worker.submit(goodbye));
            } catch (RejectedExecutionException e) {
                LOG.debug("camera {}: closed after the end", cameraId);
            }
        }
    }
}
