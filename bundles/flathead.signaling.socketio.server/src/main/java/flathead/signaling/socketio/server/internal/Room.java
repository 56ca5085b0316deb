package flathead.signaling.socketio.server.internal;

import flathead.signaling.OfferHandler;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.json.JSONArray;
import org.json.JSONObject;

/** Every client that is here, and the handler of their offers. Any thread. */
final class Room {
    private final Map<String, Client> clients = new ConcurrentHashMap<>();
    private final AtomicReference<OfferHandler> handler = new AtomicReference<>();

    /** Takes offers; null if there is none. */
    OfferHandler handler() {
        return handler.get();
    }

    /** New offers go to this one; sessions stay with theirs. */
    void handlerCame(OfferHandler came) {
        handler.set(came);
    }

    /** Ends the sessions of a handler that goes. */
    void handlerGone(OfferHandler gone) {
        handler.compareAndSet(gone, null);
        clients.values().forEach(client -> client.handlerGone(gone));
    }

    void enter(Client client) {
        clients.put(client.id(), client);
    }

    /** The client is gone: ends its sessions. Answers whether it was here. */
    boolean leave(Client client) {
        boolean here = clients.remove(client.id(), client);
        client.gone();
        return here;
    }

    /** Everybody is gone. */
    void empty() {
        clients.values().forEach(this::leave);
    }

    /** What a {@code stats} event says. */
    JSONObject stats() {
        JSONArray connections = new JSONArray();
        clients.values().forEach(client -> client.tellStats(connections));
        return new JSONObject().put("total", connections.length()).put("connections", connections);
    }
}
