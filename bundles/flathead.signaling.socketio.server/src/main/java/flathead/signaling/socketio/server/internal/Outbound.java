package flathead.signaling.socketio.server.internal;

import org.json.JSONObject;

/** The way to one client. Any thread; after the client is gone it does nothing. */
interface Outbound {
    /** Sends an event. */
    void send(String event, JSONObject payload);

    /** Closes the client's connection, so that it may come again. */
    void close();
}
