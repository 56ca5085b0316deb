package flathead.signaling.socketio.server.internal;

import flathead.signaling.Candidate;
import flathead.signaling.OfferHandler;
import java.time.Instant;
import org.json.JSONObject;

/** One camera of one client, from its offer until it is replaced, taken back, refused or gone. Any thread. */
final class Camera implements OfferHandler.Reply {
    /** The wire's text for whatever is wrong with an offer, and all that it says; what it is stands in the log. */
    private static final String REFUSAL = "Failed to process offer";

    private final Client client;
    private final String id;
    private final OfferHandler handler;
    private final Instant offeredAt = Instant.now();
    private OfferHandler.Session session;
    private boolean over;

    Camera(Client client, String id, OfferHandler handler) {
        this.client = client;
        this.id = id;
        this.handler = handler;
    }

    /** What an {@code error} event says. */
    static JSONObject refusal(String cameraId) {
        return new JSONObject().put("cameraId", cameraId).put("message", REFUSAL);
    }

    String id() {
        return id;
    }

    OfferHandler handler() {
        return handler;
    }

    /** Hands the offer over. */
    void begin(String origin, String sdp) {
        OfferHandler.Session begun = handler.offered(client.id(), origin, id, sdp, this);
        synchronized (this) {
            if (!over) {
                session = begun;
                return;
            }
        }
        begun.close();
    }

    /** Ends the session, once; nothing of it reaches the client any more. */
    void end() {
        OfferHandler.Session ending = silence();
        if (ending != null) {
            ending.close();
        }
    }

    /** The handler has replaced the session: nothing of it reaches the client any more. */
    void replaced() {
        silence();
    }

    private synchronized OfferHandler.Session silence() {
        over = true;
        OfferHandler.Session ending = session;
        session = null;
        return ending;
    }

    private synchronized OfferHandler.Session session() {
        return session;
    }

    private synchronized boolean isOver() {
        return over;
    }

    /** A further candidate of the client's. */
    void remoteCandidate(Candidate candidate) {
        OfferHandler.Session now = session();
        if (now != null) {
            now.candidate(candidate);
        }
    }

    String state() {
        OfferHandler.Session now = session();
        return now == null ? "new" : now.state();
    }

    Instant createdAt() {
        OfferHandler.Session now = session();
        return now == null ? offeredAt : now.createdAt();
    }

    // --- from the handler

    @Override
    public void answer(String sdp) {
        if (!isOver()) {
            client.send("answer", new JSONObject().put("cameraId", id)
                .put("answer", new JSONObject().put("type", "answer").put("sdp", sdp)));
        }
    }

    @Override
    public void candidate(Candidate candidate) {
        if (!isOver()) {
            JSONObject wire = new JSONObject().put("candidate", candidate.candidate())
                .put("sdpMid", candidate.sdpMid() == null ? JSONObject.NULL : candidate.sdpMid())
                .put("sdpMLineIndex", candidate.sdpMLineIndex() < 0 ? JSONObject.NULL : candidate.sdpMLineIndex());
            client.send("ice-candidate", new JSONObject().put("cameraId", id).put("candidate", wire));
        }
    }

    @Override
    public void error(String message) {
        if (!isOver()) {
            client.send("error", refusal(id));
            client.refused(this);
        }
    }
}
