package flathead.signaling.socketio.client.internal;

import io.socket.client.IO;
import io.socket.client.Socket;
import io.socket.emitter.Emitter;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import org.json.JSONObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One Socket.IO connection to one server, which reconnects by itself until it is closed. */
final class Connection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final long FIRST_RETRY_MILLIS = 500;
    private static final double JITTER = 0.3;
    private static final long CONNECT_TIMEOUT_MILLIS = 5_000;
    private static final int LONGEST_TEXT = 200;

    /** What a connection tells, on Socket.IO's own thread. */
    interface Listener {
        void connected(Connection from);

        void said(Connection from, FromServer what);

        void disconnected(Connection from, String why);
    }

    private final ServerAddress address;
    private final Listener listener;
    private final OkHttpClient http;
    private final Socket socket;
    private volatile boolean closed;
    private boolean complained;

    Connection(ServerAddress address, Listener listener) {
        this.address = address;
        this.listener = listener;
        this.http = new OkHttpClient.Builder().connectTimeout(CONNECT_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
            .readTimeout(1, TimeUnit.MINUTES).build();
        IO.Options options = new IO.Options();
        options.forceNew = true;
        options.callFactory = http;
        options.webSocketFactory = http;
        options.reconnectionDelay = FIRST_RETRY_MILLIS;
        options.reconnectionDelayMax = address.longestRetryMillis();
        options.randomizationFactor = JITTER;
        options.timeout = CONNECT_TIMEOUT_MILLIS;
        this.socket = IO.socket(address.url().resolve(address.namespace()), options);
    }

    void open() {
        socket.on(Socket.EVENT_CONNECT, nothing -> connected());
        socket.on(Socket.EVENT_CONNECT_ERROR, why -> unreachable(why));
        socket.on(Socket.EVENT_DISCONNECT, why -> disconnected(String.valueOf(why[0])));
        on("answer", FromServer::answer);
        on("ice-candidate", FromServer::candidate);
        on("error", FromServer::error);
        on("exception", FromServer::error);
        socket.connect();
    }

    /** Reads an event's payload. */
    private interface Parser {
        FromServer parse(Object... payload) throws FromServer.Malformed;
    }

    private void on(String event, Parser parser) {
        Emitter.Listener parse = payload -> {
            try {
                tell(() -> listener.said(this, parser.parse(payload)));
            } catch (FromServer.Malformed e) {
                LOG.warn("{} sent an event {} that makes no sense: {}", address.url(), event, e.getMessage());
            }
        };
        socket.on(event, parse);
    }

    /** Something that may find an event malformed. */
    private interface Telling {
        void run() throws FromServer.Malformed;
    }

    private void tell(Telling what) throws FromServer.Malformed {
        if (!closed) {
            what.run();
        }
    }

    private void connected() {
        complained = false;
        LOG.info("connected to {}{}", address.url(), address.namespace());
        if (!closed) {
            listener.connected(this);
        }
    }

    private void unreachable(Object... why) {
        if (!complained && !closed) {
            complained = true;
            LOG.info("{} cannot be reached ({}); trying again until it can", address.url(), reason(why));
        }
    }

    /** The text of the innermost cause: what the network said. */
    private static String reason(Object... why) {
        Object first = why.length == 0 ? "no reason told" : why[0];
        if (first instanceof Throwable thrown) {
            Throwable cause = thrown;
            while (cause.getCause() != null && cause.getCause() != cause) {
                cause = cause.getCause();
            }
            first = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        }
        String text = String.valueOf(first).replaceAll("\\s+", " ");
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
    }

    private void disconnected(String why) {
        if (closed) {
            return;
        }
        complained = true;
        LOG.warn("lost {} ({}); trying to reach it again", address.url(), why);
        listener.disconnected(this, why);
        if (why.equals("io server disconnect")) {
            // Socket.IO takes this for the server's last word; ours is not.
            socket.connect();
        }
    }

    void send(String event, JSONObject payload) {
        if (socket.connected()) {
            socket.emit(event, payload);
        }
    }

    /** No callback after it, and no thread of the libraries' either. */
    @Override
    public void close() {
        closed = true;
        socket.off();
        socket.disconnect();
        http.dispatcher().cancelAll();
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }
}
