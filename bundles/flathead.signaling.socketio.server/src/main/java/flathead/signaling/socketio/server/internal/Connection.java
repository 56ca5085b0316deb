package flathead.signaling.socketio.server.internal;

import flathead.api.NanoClock;
import flathead.signaling.care.Printable;
import io.socket.engineio.server.EngineIoSocket;
import io.socket.engineio.server.ReadyState;
import io.socket.engineio.server.parser.Packet;
import io.socket.socketio.server.SocketIoSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.json.JSONObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An Engine.IO connection; whoever joins a namespace twice by it is shown out. Any thread. */
final class Connection {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    private final EngineIoSocket socket;
    private final Endpoint endpoint;
    private final Room room;
    private final NanoClock clock;
    private final ScheduledExecutorService timer;
    private final String origin;
    private final Namespaces namespaces = new Namespaces(new Remedy());
    private volatile SocketIoSocket stream;
    private volatile SocketIoSocket root;
    private volatile Client client;
    private volatile String fault;

    Connection(EngineIoSocket socket, Endpoint endpoint, Room room, NanoClock clock, ScheduledExecutorService timer) {
        this.socket = socket;
        this.endpoint = endpoint;
        this.room = room;
        this.clock = clock;
        this.timer = timer;
        this.origin = origin(socket.getInitialHeaders());
        socket.on("heartbeat", (from, arguments) -> namespaces.signOfLife());
    }

    /** Where it comes from, by the headers of its first request. */
    static String origin(Map<String, List<String>> headers) {
        List<String> values = headers == null ? null : headers.get(Endpoint.ORIGIN);
        return values == null || values.isEmpty() ? "unknown" : values.get(0);
    }

    void joinedStream(SocketIoSocket member) {
        Client joined = new Client(member.getId(), origin, new ToClient(), room, clock);
        synchronized (this) {
            if (client == null) {
                client = joined;
                stream = member;
            } else {
                joined = null;
            }
        }
        if (joined == null) {
            joinedTwice(Namespaces.STREAM);
            return;
        }
        LOG.info("client {} ({}): connected", joined.id(), origin);
        room.enter(joined);
        member.on("error", arguments -> fault = arguments.length == 0 ? "" : String.valueOf(arguments[0]));
        member.on("disconnect", arguments -> {
            // A client can send an event of this name; it is meant only if the member really is gone.
            if (!member.isConnected()) {
                left(String.valueOf(arguments[0]));
            }
        });
        member.registerAllEventListener((event, arguments) -> received(Namespaces.STREAM, event, arguments));
        joined.send("connected", greeting(joined));
        namespaces.streamJoined();
        if (endpoint.isClosed() || socket.getReadyState() == ReadyState.CLOSED) {
            left("closed at once");
        }
    }

    private static JSONObject greeting(Client client) {
        return new JSONObject().put("clientId", client.id());
    }

    void joinedRoot(SocketIoSocket member) {
        if (!namespaces.rootJoined()) {
            joinedTwice(Namespaces.ROOT);
            return;
        }
        root = member;
        member.on("disconnect", arguments -> {
            if (!member.isConnected() && root == member) {
                namespaces.rootLeft();
            }
        });
        member.registerAllEventListener((event, arguments) -> received(Namespaces.ROOT, event, arguments));
    }

    private void joinedTwice(String namespace) {
        endpoint.logRefusal(origin, "it joined the namespace " + namespace + " twice");
        close();
    }

    /** What is said in {@code /} counts where the client has joined {@code /stream}, where it is one. */
    private void received(String namespace, String event, Object... arguments) {
        Client sender = client;
        if (sender == null) {
            return;
        }
        if (event.equals("offer")) {
            namespaces.offered(namespace);
        }
        sender.receive(event, arguments);
    }

    private void left(String why) {
        namespaces.settle();
        Client leaving = client;
        if (leaving != null && room.leave(leaving)) {
            LOG.info("client {} ({}): disconnected, {}{}", leaving.id(), origin, why,
                fault == null ? "" : " after what is no Socket.IO packet: " + Printable.of(fault));
        }
    }

    /** The connection is no more. */
    void ended(String why) {
        left(why);
    }

    void close() {
        left("closed by the server");
        socket.close();
    }

    /** The way to the client, in one namespace or both. */
    private final class ToClient implements Outbound {
        @Override
        public void send(String event, JSONObject payload) {
            send(stream, event, payload);
            SocketIoSocket mirror = root;
            if (mirror != null && namespaces.areBoth()) {
                send(mirror, event, payload);
            }
        }

        private static void send(SocketIoSocket member, String event, JSONObject payload) {
            try {
                member.send(event, payload);
            } catch (RuntimeException e) {
                LOG.warn("client {}: {} could not be sent: {}", member.getId(), event, e.toString());
            }
        }

        @Override
        public void close() {
            Connection.this.close();
        }
    }

    /** What is done for senders that listen where they are not. */
    private final class Remedy implements Namespaces.Way {
        @Override
        public void after(long millis, Runnable what) {
            try {
                timer.schedule(what, millis, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                LOG.debug("the server ends: {}", e.toString());
            }
        }

        @Override
        public void probe() {
            socket.send(new Packet<>(Packet.PING));
        }

        @Override
        public void openRoot() {
            Client known = client;
            LOG.info("client {} ({}): offers nothing yet; told all in the namespace / too, as old senders need",
                known.id(), origin);
            stream.getClient().connect(Namespaces.ROOT, null);
            SocketIoSocket opened = root;
            if (opened != null) {
                opened.send("connected", greeting(known));
            }
        }
    }
}
