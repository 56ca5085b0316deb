package flathead.signaling.socketio.client.internal;

import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;

/**
 * Answers the server's close (RFC 6455, 5.5.1), which okhttp leaves to its user and the Engine.IO library forgets: a
 * server that goes would be noticed by the missing heartbeat only, 45 seconds later.
 */
final class AnsweringListener extends WebSocketListener {
    private static final int NORMAL = 1000;

    private final WebSocketListener library;

    AnsweringListener(WebSocketListener library) {
        this.library = library;
    }

    @Override
    public void onClosing(WebSocket webSocket, int code, String reason) {
        library.onClosing(webSocket, code, reason);
        webSocket.close(NORMAL, null);
    }

    @Override
    public void onOpen(WebSocket webSocket, Response response) {
        library.onOpen(webSocket, response);
    }

    @Override
    public void onMessage(WebSocket webSocket, String text) {
        library.onMessage(webSocket, text);
    }

    @Override
    public void onMessage(WebSocket webSocket, ByteString bytes) {
        library.onMessage(webSocket, bytes);
    }

    @Override
    public void onClosed(WebSocket webSocket, int code, String reason) {
        library.onClosed(webSocket, code, reason);
    }

    @Override
    public void onFailure(WebSocket webSocket, Throwable cause, Response response) {
        library.onFailure(webSocket, cause, response);
    }
}
