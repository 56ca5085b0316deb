package flathead.signaling.socketio.client.internal;

import flathead.signaling.Candidate;
import flathead.signaling.SignalingClient;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
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

/** The conversations of every camera, over one connection. */
@Component(configurationPid = ServerAddress.PID, configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ClientConfig.class)
public final class SocketIoClient implements SignalingClient {
    private static final Logger LOG = LoggerFactory.getLogger(SocketIoClient.class);

    private final Map<String, Talk> talks = new ConcurrentHashMap<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread made = new Thread(task, "flathead-signaling-client");
        made.setDaemon(true);
        return made;
    });
    private ServerAddress address;
    private volatile Connection connection;
    private volatile boolean connected;

    /** Begins to connect, or says why not. */
    @Activate
    public SocketIoClient(Map<String, ?> properties) {
        configure(properties);
    }

    /** Connects elsewhere if the address changed; keeps the last good one if it is refused. */
    @Modified
    public synchronized void configure(Map<String, ?> properties) {
        ServerAddress wanted;
        try {
            wanted = ServerAddress.of(properties);
        } catch (ServerAddress.Refused e) {
            LOG.error("{}{}", e.getMessage(), address == null ? "; nothing is sent" : "; the last good one stays");
            return;
        }
        if (wanted.equals(address)) {
            return;
        }
        address = wanted;
        disconnect("another server is configured");
        connection = new Connection(wanted, new Events());
        connection.open();
    }

    private void disconnect(String why) {
        Connection old = connection;
        connection = null;
        connected = false;
        if (old != null) {
            old.close();
            later(() -> talks.values().forEach(talk -> talk.listener.disconnected(why)));
        }
    }

    /** Closes the connection. */
    @Deactivate
    public synchronized void deactivate() {
        disconnect("the signalling was stopped");
        thread.shutdown();
    }

    @Override
    public Conversation open(String cameraId, Listener listener) {
        Talk talk = new Talk(cameraId, listener);
        talks.put(cameraId, talk);
        later(() -> {
            if (connected) {
                talk.tell(Listener::connected);
            }
        });
        return talk;
    }

    private void later(Runnable task) {
        try {
            thread.execute(() -> {
                try {
                    task.run();
                } catch (RuntimeException e) {
                    LOG.error("a bug in a listener", e);
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("too late: the signalling was stopped");
        }
    }

    private void send(String event, JSONObject payload) {
        Connection now = connection;
        if (now != null) {
            now.send(event, payload);
        }
    }

    /** One camera's. */
    private final class Talk implements Conversation {
        private final String cameraId;
        private final Listener listener;

        Talk(String cameraId, Listener listener) {
            this.cameraId = cameraId;
            this.listener = listener;
        }

        /** On the thread of the listeners. */
        void tell(Consumer<Listener> what) {
            if (talks.get(cameraId) == this) {
                what.accept(listener);
            }
        }

        @Override
        public void offer(String sdp) {
            send("offer", new JSONObject().put("cameraId", cameraId)
                .put("offer", new JSONObject().put("type", "offer").put("sdp", sdp)));
        }

        @Override
        public void candidate(Candidate candidate) {
            send("ice-candidate", new JSONObject().put("cameraId", cameraId)
                .put("candidate", new JSONObject().put("candidate", candidate.candidate())
                    .put("sdpMid", candidate.sdpMid()).put("sdpMLineIndex", Math.max(0, candidate.sdpMLineIndex()))));
        }

        @Override
        public void close() {
            if (talks.remove(cameraId, this)) {
                send("disconnect-camera", new JSONObject().put("cameraId", cameraId));
            }
        }
    }

    /** Passes what the present connection tells to the conversations. */
    private final class Events implements Connection.Listener {
        private void ifPresent(Connection from, Runnable what) {
            later(() -> {
                if (connection == from) {
                    what.run();
                }
            });
        }

        @Override
        public void connected(Connection from) {
            ifPresent(from, () -> {
                connected = true;
                talks.values().forEach(talk -> talk.tell(Listener::connected));
            });
        }

        @Override
        public void disconnected(Connection from, String why) {
            ifPresent(from, () -> {
                connected = false;
                talks.values().forEach(talk -> talk.tell(listener -> listener.disconnected(why)));
            });
        }

        @Override
        public void said(Connection from, FromServer what) {
            ifPresent(from, () -> {
                Talk talk = what.cameraId() == null ? null : talks.get(what.cameraId());
                if (talk == null) {
                    LOG.debug("the server speaks of no camera of ours: {}", what);
                    return;
                }
                switch (what.kind()) {
                    case ANSWER -> talk.tell(listener -> listener.answered(what.text()));
                    case CANDIDATE -> talk.tell(listener -> listener.candidate(what.candidate()));
                    case ERROR -> talk.tell(listener -> listener.refused(what.text()));
                    default -> throw new IllegalStateException(what.kind().name());
                }
            });
        }
    }
}
