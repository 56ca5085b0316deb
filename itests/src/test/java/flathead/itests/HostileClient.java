package flathead.itests;

import flathead.testkit.Await;
import io.socket.client.IO;
import io.socket.client.Socket;
import io.socket.engineio.client.transports.WebSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.json.JSONException;
import org.json.JSONObject;

/** A Socket.IO client that says what it likes, and keeps what the server answers. */
final class HostileClient implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Socket socket;
    private final String id;
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private volatile Consumer<String> answers = sdp -> { };

    /** Connects, and waits for the server's greeting. */
    HostileClient(int port) {
        IO.Options options = IO.Options.builder().setForceNew(true).setReconnection(false)
            .setTransports(new String[] {WebSocket.NAME}).build();
        socket = IO.socket(URI.create("http://127.0.0.1:" + port + "/stream"), options);
        for (String event : List.of("connected", "error", "exception", "answer", "stats", "disconnect")) {
            socket.on(event, arguments -> hear(event, arguments));
        }
        socket.connect();
        Await.until("a greeting", LIMIT, () -> !heard("connected").isEmpty());
        id = socket.id();
    }

    private void hear(String event, Object... arguments) {
        heard.add(event + " " + (arguments.length == 0 ? "" : arguments[0]));
        try {
            if (event.equals("answer") && arguments[0] instanceof JSONObject answer) {
                answers.accept(answer.getJSONObject("answer").getString("sdp"));
            }
        } catch (JSONException e) {
            heard.add("malformed " + e.getMessage());
        }
    }

    /** What the server calls it. */
    String id() {
        return id;
    }

    /** An offer as the wire has it. */
    static JSONObject offer(String cameraId, String sdp) {
        try {
            return new JSONObject().put("cameraId", cameraId)
                .put("offer", new JSONObject().put("type", "offer").put("sdp", sdp));
        } catch (JSONException e) {
            throw new AssertionError(e);
        }
    }

    /** Tells the server's answers from now on. */
    void onAnswer(Consumer<String> taker) {
        answers = taker;
    }

    void send(String event, Object... payload) {
        socket.emit(event, payload);
    }

    /** What came under this name, each with its name before it. */
    List<String> heard(String event) {
        return heard.stream().filter(each -> each.startsWith(event + " ")).toList();
    }

    /** Waits until that many of this name have come. */
    void await(String event, int count) {
        Await.until(() -> count + " " + event + "; heard: " + heard, LIMIT, () -> heard(event).size() >= count);
    }

    boolean isConnected() {
        return socket.connected();
    }

    @Override
    public void close() {
        socket.close();
    }
}
