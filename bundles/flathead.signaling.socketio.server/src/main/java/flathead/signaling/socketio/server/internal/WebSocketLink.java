package flathead.signaling.socketio.server.internal;

import flathead.signaling.care.Printable;
import io.socket.engineio.server.EngineIoWebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.eclipse.jetty.websocket.api.exceptions.MessageTooLargeException;

/** A WebSocket of Jetty's as the Engine.IO library wants it. Public because Jetty demands it of listeners. */
public final class WebSocketLink extends EngineIoWebSocket implements Session.Listener.AutoDemanding {
    /** Longer than the heartbeat takes to find out by itself. */
    private static final Duration IDLE = Duration.ofSeconds(60);
    /** More than a client in its right mind leaves unread. */
    private static final int MOST_UNSENT = 1_000;

    private final Endpoint endpoint;
    private final Map<String, String> query;
    private final String origin;
    private volatile Session session;

    WebSocketLink(Endpoint endpoint, Map<String, String> query, String origin) {
        this.endpoint = endpoint;
        this.query = query;
        this.origin = origin;
    }

    @Override
    public Map<String, String> getQuery() {
        return query;
    }

    @Override
    public Map<String, List<String>> getConnectionHeaders() {
        return Map.of(Endpoint.ORIGIN, List.of(origin));
    }

    @Override
    public void write(String message) {
        send(EnginePackets.withMaxPayload(message));
    }

    private void send(String message) {
        Session now = session;
        if (now != null && now.isOpen()) {
            now.sendText(message, Callback.from(() -> { }, failure -> now.disconnect()));
        }
    }

    @Override
    public void write(byte[] message) {
        throw new UnsupportedOperationException("no event of this protocol is binary");
    }

    @Override
    public void close() {
        close(StatusCode.NORMAL, "");
    }

    private void close(int code, String why) {
        Session now = session;
        if (now != null) {
            now.close(code, why, Callback.from(() -> { }, failure -> now.disconnect()));
        }
    }

    // --- from Jetty

    @Override
    public void onWebSocketOpen(Session opened) {
        opened.setIdleTimeout(IDLE);
        opened.setMaxTextMessageSize(EnginePackets.MAX_PAYLOAD);
        opened.setMaxFrameSize(EnginePackets.MAX_PAYLOAD);
        opened.setMaxOutgoingFrames(MOST_UNSENT);
        session = opened;
        endpoint.accept(this);
    }

    @Override
    public void onWebSocketText(String message) {
        if (EnginePackets.isPacket(message)) {
            emit("message", message);
        } else {
            endpoint.logRefusal(origin, "\"" + Printable.of(message) + "\" is no Engine.IO packet");
            close(StatusCode.PROTOCOL, "");
        }
    }

    @Override
    public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
        callback.succeed();
        endpoint.logRefusal(origin, "binary data is not taken");
        close(StatusCode.BAD_DATA, "");
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        if (cause instanceof MessageTooLargeException) {
            endpoint.logRefusal(origin, "a message is longer than " + EnginePackets.MAX_PAYLOAD + " bytes");
        }
        emit("error", "websocket", cause.getClass().getSimpleName());
    }

    @Override
    public void onWebSocketClose(int code, String reason) {
        emit("close");
    }
}
