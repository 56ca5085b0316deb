package flathead.signaling.socketio.client.internal;

import io.socket.client.Manager;
import io.socket.client.Socket;
import io.socket.engineio.client.EngineIOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import org.json.JSONObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt at one connection to the server, and the connection if it comes about. It is not used again after it has
 * ended. Its threads are daemons and end with it.
 */
final class Session implements AutoCloseable {
    /** How to begin: straight with a WebSocket, or as browsers do where that fails. */
    enum Transport {
        /** One round trip less. */
        WEBSOCKET("websocket"),
        /** Through whatever lets only HTTP through; upgraded to a WebSocket if that works. */
        POLLING("polling", "websocket");

        private final String[] names;

        Transport(String... names) {
            this.names = names;
        }
    }

    /** What happens; called on the executor given, and not after {@link Session#close()} from there. */
    interface Events {
        /** The namespace is joined. */
        void connected();

        /** An event came. */
        void received(String event, Object... arguments);

        /** It could not be had, or is lost; comes once and last. */
        void ended(String why);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    private static final String[] EVENTS = {"connected", "answer", "ice-candidate", "error", "exception"};
    /** A server that is there answers sooner than this even when it is busy. */
    private static final long CONNECT_MILLIS = 3_000;
    /** Longer than the server's heartbeat, in which a poll may be empty. */
    private static final long READ_SECONDS = 60;
    /** A server that falls silent without a word is given up after one to two of these. */
    private static final long PING_SECONDS = 5;
    /** How long the goodbye may take. */
    private static final long CLOSE_MILLIS = 300;
    /** The library's loggers, which log stack traces for what a server sends. Held, so that they stay off. */
    private static final java.util.logging.Logger DECODER =
        java.util.logging.Logger.getLogger("io.socket.parser.IOParser");
    private static final AtomicInteger THREADS = new AtomicInteger();

    private final Executor owner;
    private final Events events;
    private final ExecutorService threads;
    private final OkHttpClient http;
    private final Socket socket;
    private boolean ended;

    Session(URI url, String namespace, Transport transport, Executor owner, Events events) {
        this.owner = owner;
        this.events = events;
        DECODER.setLevel(Level.OFF);
        threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "flathead-signaling-http-" + THREADS.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        Dispatcher dispatcher = new Dispatcher(threads);
        OkHttpClient.Builder builder = new OkHttpClient.Builder()
            .dispatcher(dispatcher)
            .connectionPool(new ConnectionPool(2, READ_SECONDS, TimeUnit.SECONDS))
            .connectTimeout(CONNECT_MILLIS, TimeUnit.MILLISECONDS)
            .readTimeout(READ_SECONDS, TimeUnit.SECONDS)
            .pingInterval(PING_SECONDS, TimeUnit.SECONDS);
        if (url.getScheme().equals("http")) {
            builder.connectionSpecs(List.of(ConnectionSpec.CLEARTEXT));
        }
        http = builder.build();

        Manager.Options options = new Manager.Options();
        options.transports = transport.names;
        options.reconnection = false;
        options.timeout = -1;
        options.callFactory = http;
        options.webSocketFactory = (request, listener) -> http.newWebSocket(request, new AnsweringListener(listener));
        socket = new Manager(url, options).socket(namespace);
        listen();
        socket.connect();
    }

    private void listen() {
        socket.on(Socket.EVENT_CONNECT, arguments -> tell(events::connected));
        socket.on(Socket.EVENT_CONNECT_ERROR, arguments -> end(reason(arguments)));
        socket.on(Socket.EVENT_DISCONNECT, arguments -> end(reason(arguments)));
        for (String event : EVENTS) {
            socket.on(event, arguments -> tell(() -> events.received(event, arguments)));
        }
    }

    private void tell(Runnable what) {
        try {
            owner.execute(() -> {
                if (!ended) {
                    what.run();
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("an event came after the end");
        }
    }

    private void end(String why) {
        tell(() -> {
            ended = true;
            events.ended(why);
        });
    }

    private static String reason(Object... arguments) {
        Object first = arguments.length == 0 ? null : arguments[0];
        if (first instanceof JSONObject refusal) {
            return "refused: " + ServerEvent.Text.shown(refusal.optString("message", "no reason given"));
        }
        if (first instanceof EngineIOException failure && failure.getCause() != null) {
            return ServerEvent.Text.shown(String.valueOf(failure.getCause().getMessage()));
        }
        return first instanceof Exception failure ? ServerEvent.Text.shown(String.valueOf(failure.getMessage()))
            : ServerEvent.Text.shown(String.valueOf(first));
    }

    /** Sends an event; dropped unless connected. */
    void send(String event, JSONObject payload) {
        if (socket.connected()) {
            socket.emit(event, payload);
        }
    }

    /** Says goodbye, if there is anybody, and ends within half a second. On the owner's thread. */
    @Override
    public void close() {
        ended = true;
        socket.off();
        CountDownLatch idle = new CountDownLatch(1);
        http.dispatcher().setIdleCallback(idle::countDown);
        boolean farewell = socket.connected();
        socket.disconnect();
        try {
            if (farewell) {
                idle.await(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        http.dispatcher().cancelAll();
        threads.shutdown();
        http.connectionPool().evictAll();
    }
}
