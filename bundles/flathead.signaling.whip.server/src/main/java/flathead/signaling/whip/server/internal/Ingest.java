package flathead.signaling.whip.server.internal;

import flathead.api.NanoClock;
import flathead.signaling.IceServer;
import flathead.signaling.OfferHandler;
import flathead.signaling.care.Printable;
import flathead.signaling.care.TokenBucket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * WHIP (RFC 9725) as a server: {@code /<camera>} is an endpoint, {@code /<camera>/<id>} a session. Trickle ICE is
 * supported, ICE restarts are not. A client is the address it comes from: a camera that comes again from there replaces
 * its session, so that a publisher that crashed comes back under the same name.
 *
 * <p>Any thread; no lock is held while others are called. What strangers can cost is bounded: {@value #MOST_SESSIONS}
 * sessions, {@value #MOST_OF_ONE} of one client, {@value #OFFERS_AT_ONCE} offers of one client at once and one a second
 * after that, and few log lines.
 */
final class Ingest implements Publication.Owner {
    static final String ACCEPT_POST = "application/sdp";
    /** The longest body, in bytes; browsers' offers have about 6000. */
    static final int LONGEST_BODY = 200_000;
    static final int MOST_SESSIONS = 64;
    static final int MOST_OF_ONE = 16;
    static final int OFFERS_AT_ONCE = 2 * MOST_OF_ONE;
    private static final Logger LOG = LoggerFactory.getLogger(Ingest.class);
    private static final int LONGEST_CAMERA_ID = 64;
    private static final long NANOS_PER_OFFER = 1_000_000_000L;
    private static final int LOG_LINES_AT_ONCE = 20;
    private static final long NANOS_PER_LOG_LINE = 10_000_000_000L;
    private static final int SECONDS_UNTIL_HANDLER = 2;
    private static final int SECONDS_UNTIL_ROOM = 10;
    private static final String OF_ENDPOINT = "OPTIONS, GET, HEAD, POST";
    private static final String OF_SESSION = "OPTIONS, GET, HEAD, PATCH, DELETE";
    private static final Runnable NOTHING = () -> { };

    private final String mount;
    private final NanoClock clock;
    private final Supplier<String> ids;
    private final Supplier<List<IceServer>> iceServers;
    private final TokenBucket logLines;
    private final PerClient offers;
    private final Map<String, Publication> sessions = new HashMap<>();
    private OfferHandler handler;
    private volatile Settings settings = new Settings("");

    /**
     * Nobody publishes yet.
     *
     * @param mount path of the whole, such as {@code /whip}
     * @param ids makes names that nobody can guess
     * @param iceServers to tell clients of
     */
    Ingest(String mount, NanoClock clock, Supplier<String> ids, Supplier<List<IceServer>> iceServers) {
        this.mount = mount;
        this.clock = clock;
        this.ids = ids;
        this.iceServers = iceServers;
        logLines = bucket(LOG_LINES_AT_ONCE, NANOS_PER_LOG_LINE);
        offers = new PerClient(() -> bucket(OFFERS_AT_ONCE, NANOS_PER_OFFER));
    }

    private TokenBucket bucket(int capacity, long nanosPerToken) {
        return new TokenBucket(clock, capacity, nanosPerToken);
    }

    /** Who publishes already is left alone. */
    void settings(Settings next) {
        settings = next;
    }

    /** New offers go to this one; sessions stay with theirs. */
    synchronized void handlerCame(OfferHandler came) {
        handler = came;
    }

    /** Ends the sessions of a handler that goes. */
    void handlerGone(OfferHandler gone) {
        synchronized (this) {
            if (handler == gone) {
                handler = null;
            }
        }
        end(each -> each.handler() == gone, "the receiver was stopped");
    }

    /** Ends every session. */
    void close() {
        end(each -> true, "the server ends");
    }

    private void end(Predicate<Publication> which, String why) {
        List<Publication> ending;
        synchronized (this) {
            ending = sessions.values().stream().filter(which).toList();
            sessions.values().removeAll(ending);
        }
        ending.forEach(each -> each.end(unavailable(why, SECONDS_UNTIL_HANDLER)));
    }

    private static WhipResponse unavailable(String why, int seconds) {
        return WhipResponse.refusal(WhipResponse.SERVICE_UNAVAILABLE, why).with("Retry-After", seconds);
    }

    /**
     * Does what a request asks for.
     *
     * @param response gets the response, once, now or later from any thread
     * @return to be called when the response has waited for long enough; does nothing if it did not wait
     */
    Runnable handle(WhipRequest request, Consumer<WhipResponse> response) {
        String[] path = request.segments();
        if (path.length == 1 && isCameraId(path[0])) {
            return endpoint(path[0], request, response);
        }
        response.accept(path.length == 2 ? session(path[0], path[1], request)
            : WhipResponse.refusal(WhipResponse.NOT_FOUND, "nothing is here; cameras are published by POST " + mount
                + "/<camera>, whose name has 1 to " + LONGEST_CAMERA_ID + " characters"));
        return NOTHING;
    }

    private static boolean isCameraId(String text) {
        return !text.isBlank() && text.length() <= LONGEST_CAMERA_ID && Printable.prints(text);
    }

    private Runnable endpoint(String camera, WhipRequest request, Consumer<WhipResponse> response) {
        if (request.method().equals("OPTIONS")) {
            response.accept(options(request));
            return NOTHING;
        }
        WhipResponse stranger = stranger(request);
        if (stranger == null && request.method().equals("POST")) {
            return offered(camera, request, response);
        }
        response.accept(stranger != null ? stranger : reserved(request, OF_ENDPOINT));
        return NOTHING;
    }

    private WhipResponse options(WhipRequest request) {
        WhipResponse answer = WhipResponse.empty(WhipResponse.OK).with("Allow", OF_ENDPOINT)
            .with("Accept-Post", ACCEPT_POST);
        boolean preflight = request.header("Access-Control-Request-Method") != null;
        return preflight || !settings.admits(request.header("Authorization")) ? answer : linked(answer);
    }

    private WhipResponse linked(WhipResponse answer) {
        WhipResponse linked = answer;
        for (String link : IceServerLinks.of(iceServers.get(), settings.guarded())) {
            linked = linked.with("Link", link);
        }
        return linked;
    }

    /** What somebody without the token is told; null for others. */
    private WhipResponse stranger(WhipRequest request) {
        String authorization = request.header("Authorization");
        if (settings.admits(authorization)) {
            return null;
        }
        if (logLines.tryTake()) {
            LOG.warn("WHIP client {}: {}", request.address(), authorization == null ? "showed no token"
                : "showed a wrong token");
        }
        return WhipResponse.refusal(WhipResponse.UNAUTHORIZED, authorization == null ? "a bearer token is needed"
                : "the bearer token is wrong")
            .with("WWW-Authenticate", "Bearer realm=\"flathead\""
                + (authorization == null ? "" : ", error=\"invalid_token\""));
    }

    /** GET has no meaning and no harm; the rest is left to what may come after RFC 9725. */
    private static WhipResponse reserved(WhipRequest request, String allowed) {
        return request.method().equals("GET") || request.method().equals("HEAD")
            ? WhipResponse.empty(WhipResponse.NO_CONTENT)
            : WhipResponse.refusal(WhipResponse.METHOD_NOT_ALLOWED, "only " + allowed + " are of use here")
                .with("Allow", allowed);
    }

    private Runnable offered(String camera, WhipRequest request, Consumer<WhipResponse> response) {
        WhipResponse refusal = refusal(request);
        if (refusal != null) {
            response.accept(refusal);
            return NOTHING;
        }
        Publication.Key key = new Publication.Key("whip-" + request.address(), camera);
        VideoPart video = VideoPart.of(request.text());
        Publication publication;
        Publication before = null;
        synchronized (this) {
            publication = handler == null ? null : new Publication(this, key, ids.get(), ids.get(), video, handler,
                this::bucket, response);
            before = sessions.values().stream().filter(each -> each.key().equals(key)).findFirst().orElse(null);
            refusal = publication == null ? unavailable("no receiver is running", SECONDS_UNTIL_HANDLER)
                : before == null ? full(key.client()) : null;
            if (refusal == null) {
                if (before != null) {
                    sessions.remove(before.id());
                }
                sessions.put(publication.id(), publication);
            }
        }
        if (refusal != null) {
            logRefusal(request, camera, refusal);
            response.accept(refusal);
            return NOTHING;
        }
        if (before != null && before.handler() == publication.handler()) {
            before.replaced();
        } else if (before != null) {
            before.end(unavailable("the receiver was stopped", SECONDS_UNTIL_HANDLER));
        }
        begin(publication, request.address());
        return publication::giveUp;
    }

    private WhipResponse refusal(WhipRequest request) {
        if (!request.is(ACCEPT_POST)) {
            return WhipResponse.refusal(WhipResponse.UNSUPPORTED_MEDIA_TYPE, "the body is to be " + ACCEPT_POST)
                .with("Accept-Post", ACCEPT_POST);
        }
        if (request.body().length > LONGEST_BODY) {
            return WhipResponse.refusal(WhipResponse.CONTENT_TOO_LARGE, "an offer has at most " + LONGEST_BODY
                + " bytes");
        }
        if (!request.text().startsWith("v=0")) {
            return WhipResponse.refusal(WhipResponse.BAD_REQUEST, "the offer is no SDP: it does not begin with v=0");
        }
        return offers.tryTake(request.address()) ? null : WhipResponse.refusal(WhipResponse.TOO_MANY_REQUESTS,
            "more than " + OFFERS_AT_ONCE + " offers at once, or one a second after that").with("Retry-After", 1);
    }

    private WhipResponse full(String client) {
        if (sessions.size() >= MOST_SESSIONS) {
            return unavailable("there are " + MOST_SESSIONS + " sessions already", SECONDS_UNTIL_ROOM);
        }
        long ofOne = sessions.values().stream().filter(each -> each.key().client().equals(client)).count();
        return ofOne < MOST_OF_ONE ? null
            : unavailable("a client may offer at most " + MOST_OF_ONE + " cameras", SECONDS_UNTIL_ROOM);
    }

    private void logRefusal(WhipRequest request, String camera, WhipResponse refusal) {
        if (logLines.tryTake()) {
            LOG.warn("WHIP client {}: offer of {} refused: {}", request.address(), camera, refusal.body().strip());
        }
    }

    private void begin(Publication publication, String address) {
        try {
            publication.begin("WHIP client " + address);
        } catch (RuntimeException e) {
            LOG.error("camera {} of {}: the receiver failed to take the offer", publication.key().camera(),
                publication.key().client(), e);
            over(publication, "the receiver failed");
            publication.end(WhipResponse.refusal(WhipResponse.INTERNAL_SERVER_ERROR, "the receiver failed"));
        }
        OfferHandler now;
        synchronized (this) {
            now = handler;
        }
        if (now != publication.handler()) {
            handlerGone(publication.handler());
        }
    }

    private WhipResponse session(String camera, String id, WhipRequest request) {
        if (request.method().equals("OPTIONS")) {
            return WhipResponse.empty(WhipResponse.OK).with("Allow", OF_SESSION)
                .with("Accept-Patch", SdpFragment.MEDIA_TYPE);
        }
        WhipResponse stranger = stranger(request);
        if (stranger != null) {
            return stranger;
        }
        Publication publication;
        synchronized (this) {
            publication = sessions.get(id);
        }
        if (publication == null || !publication.key().camera().equals(camera)) {
            return WhipResponse.refusal(WhipResponse.NOT_FOUND, "there is no such session, or no longer");
        }
        return switch (request.method()) {
            case "DELETE" -> {
                over(publication, "deleted");
                publication.end(WhipResponse.refusal(WhipResponse.CONFLICT, "the session was deleted"));
                yield WhipResponse.empty(WhipResponse.OK);
            }
            case "PATCH" -> patch(publication, request);
            default -> reserved(request, OF_SESSION);
        };
    }

    private static WhipResponse patch(Publication publication, WhipRequest request) {
        if (!request.is(SdpFragment.MEDIA_TYPE)) {
            return WhipResponse.refusal(WhipResponse.UNSUPPORTED_MEDIA_TYPE, "the body is to be "
                + SdpFragment.MEDIA_TYPE).with("Accept-Patch", SdpFragment.MEDIA_TYPE);
        }
        if (request.body().length > LONGEST_BODY) {
            return WhipResponse.refusal(WhipResponse.CONTENT_TOO_LARGE, "a fragment has at most " + LONGEST_BODY
                + " bytes");
        }
        return publication.patch(request);
    }

    // --- from a publication

    @Override
    public WhipResponse created(Publication publication, String sdp) {
        return linked(WhipResponse.of(WhipResponse.CREATED, ACCEPT_POST, sdp)
            .with("Location", mount + "/" + Paths.encoded(publication.key().camera()) + "/" + publication.id())
            .with("ETag", publication.entityTag())
            .with("Accept-Patch", SdpFragment.MEDIA_TYPE));
    }

    @Override
    public void over(Publication publication, String why) {
        synchronized (this) {
            sessions.remove(publication.id(), publication);
        }
        LOG.debug("camera {} of {}: {}", publication.key().camera(), publication.key().client(), why);
    }

    /** How many sessions there are. */
    synchronized int size() {
        return sessions.size();
    }
}
