package flathead.signaling.socketio.server.internal;

import flathead.api.NanoClock;
import flathead.signaling.OfferHandler;
import flathead.signaling.care.Printable;
import flathead.signaling.care.TokenBucket;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.json.JSONArray;
import org.json.JSONObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client and its cameras. Any thread; no lock is held while others are called.
 *
 * <p>What a client can cost is bounded: {@value #MOST_CAMERAS} cameras, {@value #EVENTS_AT_ONCE} events at once and a
 * hundred a second after that (more close its connection), {@value #OFFERS_AT_ONCE} offers at once and one a second
 * after that, as each may cost a peer connection (more are refused), and a log line for a few refusals at once and one
 * each ten seconds after that.
 */
final class Client {
    /** How many cameras one client may offer. */
    static final int MOST_CAMERAS = 16;
    /** How many events may come at once. */
    static final int EVENTS_AT_ONCE = 1_000;
    /** How many offers may come at once: every camera twice. */
    static final int OFFERS_AT_ONCE = 2 * MOST_CAMERAS;
    private static final Logger LOG = LoggerFactory.getLogger(Client.class);
    private static final long NANOS_PER_EVENT = 10_000_000L;
    private static final long NANOS_PER_OFFER = 1_000_000_000L;
    private static final int LOG_LINES_AT_ONCE = 20;
    private static final long NANOS_PER_LOG_LINE = 10_000_000_000L;
    /** As JavaScript's {@code toISOString}. */
    private static final DateTimeFormatter ISO =
        DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final String id;
    private final String origin;
    private final Outbound out;
    private final Room room;
    private final TokenBucket events;
    private final TokenBucket offers;
    private final TokenBucket logLines;
    private final Map<String, Camera> cameras = new LinkedHashMap<>();
    private long unlogged;
    private boolean gone;

    Client(String id, String origin, Outbound out, Room room, NanoClock clock) {
        this.id = id;
        this.origin = origin;
        this.out = out;
        this.room = room;
        this.events = new TokenBucket(clock, EVENTS_AT_ONCE, NANOS_PER_EVENT);
        this.offers = new TokenBucket(clock, OFFERS_AT_ONCE, NANOS_PER_OFFER);
        this.logLines = new TokenBucket(clock, LOG_LINES_AT_ONCE, NANOS_PER_LOG_LINE);
    }

    String id() {
        return id;
    }

    String origin() {
        return origin;
    }

    /** An event came. */
    void receive(String name, Object... arguments) {
        if (isGone()) {
            return;
        }
        if (!events.tryTake()) {
            LOG.warn("client {} ({}): more than {} events at once; closing its connection", id, origin,
                EVENTS_AT_ONCE);
            gone();
            out.close();
            return;
        }
        try {
            take(EventParser.parse(name, arguments));
        } catch (RefusedEvent e) {
            logRefusal(name, e.getMessage());
            if (name.equals("offer") && e.cameraId() != null) {
                send("error", Camera.refusal(e.cameraId()));
            } else {
                send("exception", exception());
            }
        } catch (RuntimeException e) {
            LOG.error("client {} ({}): {} could not be processed", id, origin, Printable.of(name), e);
            send("exception", exception());
        }
    }

    private static JSONObject exception() {
        return new JSONObject().put("status", "error").put("message", "Internal server error");
    }

    private void take(ClientEvent event) {
        if (event instanceof ClientEvent.Offer offer) {
            offered(offer);
        } else if (event instanceof ClientEvent.RemoteCandidate candidate) {
            Camera camera = camera(candidate.cameraId());
            if (camera != null) {
                camera.remoteCandidate(candidate.candidate());
            }
        } else if (event instanceof ClientEvent.DisconnectCamera disconnect) {
            Camera camera = remove(disconnect.cameraId());
            if (camera != null) {
                camera.end();
            }
        } else if (event instanceof ClientEvent.StatsRequest) {
            send("stats", room.stats());
        } else if (event instanceof ClientEvent.Unknown unknown) {
            LOG.debug("client {}: no such event: {}", id, Printable.of(unknown.name()));
        }
    }

    private void offered(ClientEvent.Offer offer) {
        if (!offers.tryTake()) {
            refuse(offer.cameraId(), "more than " + OFFERS_AT_ONCE + " offers at once, or one a second after that");
            return;
        }
        OfferHandler handler = room.handler();
        if (handler == null) {
            refuse(offer.cameraId(), "no receiver is running at the server");
            return;
        }
        Camera camera = new Camera(this, offer.cameraId(), handler);
        Camera before;
        synchronized (this) {
            if (gone) {
                return;
            }
            before = cameras.get(camera.id());
            if (before == null && cameras.size() == MOST_CAMERAS) {
                camera = null;
            } else {
                cameras.put(camera.id(), camera);
            }
        }
        if (camera == null) {
            refuse(offer.cameraId(), "a client may offer at most " + MOST_CAMERAS + " cameras");
            return;
        }
        if (before != null && before.handler() == handler) {
            before.replaced();
        } else if (before != null) {
            before.end();
        }
        begin(camera, offer.sdp());
        if (room.handler() != handler) {
            end(camera, "the receiver was stopped");
        }
    }

    private void begin(Camera camera, String sdp) {
        try {
            camera.begin(origin, sdp);
        } catch (RuntimeException e) {
            LOG.error("client {} ({}): camera {}: the receiver failed to take the offer", id, origin, camera.id(), e);
            camera.error("the receiver failed");
        }
    }

    private void refuse(String cameraId, String reason) {
        logRefusal("offer of " + cameraId, reason);
        send("error", Camera.refusal(cameraId));
    }

    private void logRefusal(String what, String why) {
        if (!logLines.tryTake()) {
            synchronized (this) {
                unlogged++;
            }
            return;
        }
        long more;
        synchronized (this) {
            more = unlogged;
            unlogged = 0;
        }
        LOG.warn("client {} ({}): {} refused: {}{}", id, origin, Printable.of(what), why,
            more == 0 ? "" : " (and " + more + " more refusals that were not logged)");
    }

    /** A camera was refused by its handler. */
    void refused(Camera camera) {
        synchronized (this) {
            cameras.remove(camera.id(), camera);
        }
        camera.end();
    }

    /** Ends the sessions of a handler that goes, and says so to the client. */
    void handlerGone(OfferHandler handler) {
        for (Camera camera : select(each -> each.handler() == handler)) {
            end(camera, "the receiver was stopped");
        }
    }

    private void end(Camera camera, String why) {
        boolean present;
        synchronized (this) {
            present = cameras.remove(camera.id(), camera);
        }
        camera.end();
        if (present) {
            LOG.info("client {} ({}): camera {}: {}", id, origin, camera.id(), why);
            send("error", Camera.refusal(camera.id()));
        }
    }

    /** Ends every session; nothing reaches the client any more. May be called again. */
    void gone() {
        synchronized (this) {
            gone = true;
        }
        for (Camera camera : select(each -> true)) {
            remove(camera.id());
            camera.end();
        }
    }

    void send(String event, JSONObject payload) {
        if (!isGone()) {
            out.send(event, payload);
        }
    }

    /** Adds its cameras to a {@code stats} event. */
    void tellStats(JSONArray connections) {
        for (Camera camera : select(each -> true)) {
            connections.put(new JSONObject().put("connectionId", id + "-" + camera.id())
                .put("cameraId", camera.id())
                .put("state", camera.state())
                .put("createdAt", createdAt(camera.createdAt())));
        }
    }

    static String createdAt(Instant instant) {
        return ISO.format(instant);
    }

    private synchronized boolean isGone() {
        return gone;
    }

    private synchronized Camera camera(String cameraId) {
        return cameras.get(cameraId);
    }

    private synchronized Camera remove(String cameraId) {
        return cameras.remove(cameraId);
    }

    private synchronized List<Camera> select(Predicate<Camera> which) {
        List<Camera> selected = new ArrayList<>(cameras.values());
        selected.removeIf(which.negate());
        return selected;
    }
}
