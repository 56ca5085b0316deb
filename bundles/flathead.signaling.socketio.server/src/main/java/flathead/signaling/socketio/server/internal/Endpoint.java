package flathead.signaling.socketio.server.internal;

import flathead.api.NanoClock;
import flathead.signaling.care.TokenBucket;
import io.socket.engineio.server.EngineIoServer;
import io.socket.engineio.server.EngineIoServerOptions;
import io.socket.engineio.server.EngineIoSocket;
import io.socket.engineio.server.EngineIoWebSocket;
import io.socket.engineio.server.ReadyState;
import io.socket.socketio.server.SocketIoServer;
import io.socket.socketio.server.SocketIoSocket;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.logging.Level;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Socket.IO server: connections come in by {@link #open} and {@link #accept}, and their namespace
 * {@code /stream} is a {@link Client} each. What {@code /} is for, {@link Namespaces} says.
 *
 * <p>Events come on threads of the servlet container, in order for each client; heartbeats have the one thread
 * {@code flathead-signaling-server}.
 */
final class Endpoint implements AutoCloseable {
    /** A request header of our own making: the address of the client. */
    static final String ORIGIN = "flathead-origin";
    private static final Logger LOG = LoggerFactory.getLogger(Endpoint.class);
    /** The library's decoder, which logs a stack trace for every malformed packet. Held, so it stays off. */
    private static final java.util.logging.Logger DECODER =
        java.util.logging.Logger.getLogger("io.socket.socketio.server.parser.IOParser");
    private static final int PING_INTERVAL_MILLIS = 25_000;
    private static final int PING_TIMEOUT_MILLIS = 20_000;
    private static final int MOST_CONNECTIONS = 256;
    private static final int LOG_LINES_AT_ONCE = 20;
    private static final long NANOS_PER_LOG_LINE = 10_000_000_000L;

    private final Room room;
    private final NanoClock clock;
    private final TokenBucket logLines;
    private final ScheduledThreadPoolExecutor timer;
    private final EngineIoServer engine;
    private final Map<String, Connection> connections = new ConcurrentHashMap<>();
    private volatile boolean closed;

    Endpoint(Room room, NanoClock clock) {
        this.room = room;
        this.clock = clock;
        logLines = new TokenBucket(clock, LOG_LINES_AT_ONCE, NANOS_PER_LOG_LINE);
        DECODER.setLevel(Level.OFF);
        timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "flathead-signaling-server");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        EngineIoServerOptions options = EngineIoServerOptions.newFromDefault()
            .setPingInterval(PING_INTERVAL_MILLIS)
            .setPingTimeout(PING_TIMEOUT_MILLIS)
            .setCorsHandlingDisabled(true);
        options.setScheduledExecutorService(timer);
        options.setHandshakeInterceptor((query, headers) -> mayConnect(headers));
        engine = new EngineIoServer(options);
        engine.on("connection", arguments -> connected((EngineIoSocket) arguments[0]));
        SocketIoServer server = new SocketIoServer(engine);
        server.namespace(Namespaces.STREAM).on("connection", arguments -> joined((SocketIoSocket) arguments[0], true));
        server.namespace(Namespaces.ROOT).on("connection", arguments -> joined((SocketIoSocket) arguments[0], false));
    }

    /** A client's first request, checked: its handshake. */
    void open(HttpServletRequest request, HttpServletResponse response) throws IOException {
        engine.handleRequest(request, response);
    }

    /**
     * A later request of the client with this id, checked: a poll or what it sends.
     *
     * <p>The library answers a poll that waits when its connection ends; but one that comes at that very moment it
     * keeps for minutes. The connection is forgotten here only after that, so that none is answered by both.
     */
    void handle(String sid, HttpServletRequest request, HttpServletResponse response) throws IOException {
        engine.handleRequest(request, response);
        if (request.isAsyncStarted() && !response.isCommitted() && !connections.containsKey(sid)) {
            response.setContentType("text/plain; charset=UTF-8");
            response.getWriter().write(EnginePackets.NOOP);
            request.getAsyncContext().complete();
        }
    }

    /** An open WebSocket. */
    void accept(EngineIoWebSocket webSocket) {
        if (closed) {
            webSocket.close();
        } else {
            engine.handleWebSocket(webSocket);
        }
    }

    /** Closes the connection of a client that polls; an unknown id is ignored. */
    void drop(String sid) {
        Connection connection = connections.get(sid);
        if (connection != null) {
            connection.close();
        }
    }

    /** One line about what a client sent that has no event to be answered by, unless there were too many. */
    void logRefusal(String origin, String why) {
        if (logLines.tryTake()) {
            LOG.warn("refused a client at {}: {}; closing its connection", origin, why);
        }
    }

    /** Whether it takes nobody any more. */
    boolean isClosed() {
        return closed;
    }

    private boolean mayConnect(Map<String, List<String>> headers) {
        if (closed) {
            return false;
        }
        if (connections.size() >= MOST_CONNECTIONS) {
            logRefusal(Connection.origin(headers), "there are " + MOST_CONNECTIONS + " connections already");
            return false;
        }
        return true;
    }

    private void connected(EngineIoSocket socket) {
        Connection connection = new Connection(socket, this, room, clock, timer);
        connections.put(socket.getId(), connection);
        socket.on("close", (from, arguments) -> ended(connection, socket, String.valueOf(arguments[0])));
        if (socket.getReadyState() == ReadyState.CLOSED) {
            ended(connection, socket, "closed at once");
        }
    }

    private void ended(Connection connection, EngineIoSocket socket, String why) {
        connections.remove(socket.getId(), connection);
        connection.ended(why);
    }

    private void joined(SocketIoSocket socket, boolean stream) {
        Connection connection = connections.get(socket.getClient().getId());
        if (connection == null) {
            return;
        }
        if (stream) {
            connection.joinedStream(socket);
        } else {
            connection.joinedRoot(socket);
        }
    }

    /** Ends every session and closes every connection, so that clients look for another server. */
    @Override
    public void close() {
        closed = true;
        room.empty();
        connections.values().forEach(Connection::close);
        connections.clear();
        engine.shutdown();
        timer.shutdownNow();
    }
}
