package flathead.signaling.wish;

import flathead.api.NanoClock;
import flathead.signaling.IceServer;
import flathead.signaling.OfferHandler;
import flathead.signaling.care.Printable;
import flathead.signaling.care.TokenBucket;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * WHIP (RFC 9725) or WHEP as a server: {@code /<camera>} is an endpoint, {@code /<camera>/<id>} a session. Trickle ICE
 * is supported, ICE restarts are not. A client is the address it comes from. In WHIP a camera that comes again from
 * there replaces its session, so that a publisher that crashed comes back under the same name; in WHEP each viewer is
 * another.
 *
 * <p>Any thread; no lock is held while others are called. What strangers can cost is bounded: sessions, those of one
 * client, its offers, and log lines.
 */
final class Endpoints implements WishSession.Owner {
    static final String ACCEPT_POST = "application/sdp";
    /** The longest body, in bytes; browsers' offers have about 6000. */
    static final int LONGEST_BODY = 200_000;
    private static final Logger LOG = LoggerFactory.getLogger(Endpoints.class);
    private static final int LONGEST_CAMERA_ID = 64;
    private static final long NANOS_PER_OFFER = 1_000_000_000L;
    private static final int LOG_LINES_AT_ONCE = 20;
    private static final long NANOS_PER_LOG_LINE = 10_000_000_000L;
    private static final int SECONDS_UNTIL_HANDLER = 2;
    private static final int SECONDS_UNTIL_ROOM = 10;
    private static final String OF_ENDPOINT = "OPTIONS, GET, HEAD, POST";
    private static final String OF_SESSION = "OPTIONS, GET, HEAD, PATCH, DELETE";
    private static final Runnable NOTHING = () -> { };

    private final Kind kind;
    private final NanoClock clock;
    private final Supplier<String> ids;
    private final Supplier<List<IceServer>> iceServers;
    private final TokenBucket logLines;
    private final PerClient offers;
    private final Map<String, WishSession> sessions = new HashMap<>();
    private OfferHandler handler;
    private volatile Settings settings = new Settings("");

    /**
     * Nobody is there yet.
     *
     * @param kind which protocol
     * @param ids makes names that nobody can guess
     * @param iceServers to tell clients of
     */
    Endpoints(Kind kind, NanoClock clock, Supplier<String> ids, Supplier<List<IceServer>> iceServers) {
        this.kind = kind;
        this.clock = clock;
        this.ids = ids;
        this.iceServers = iceServers;
        logLines = bucket(LOG_LINES_AT_ONCE, NANOS_PER_LOG_LINE);
        offers = new PerClient(() -> bucket(kind.offersAtOnce(), NANOS_PER_OFFER));
    }

    private TokenBucket bucket(int capacity, long nanosPerToken) {
        return new TokenBucket(clock, capacity, nanosPerToken);
    }

    /** Hold from the next request on; sessions that are there go on. */
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
        end(each -> each.handler() == gone, "the " + kind.handler() + " was stopped");
    }

    /** Ends every session. */
    void close() {
        end(each -> true, "the server ends");
    }

    private void end(Predicate<WishSession> which, String why) {
        List<WishSession> ending;
        synchronized (this) {
            ending = sessions.values().stream().filter(which).toList();
            sessions.values().removeAll(ending);
        }
        ending.forEach(each -> each.end(unavailable(why, SECONDS_UNTIL_HANDLER)));
    }

    private static WishResponse unavailable(String why, int seconds) {
        return WishResponse.refusal(WishResponse.SERVICE_UNAVAILABLE, why).with("Retry-After", seconds);
    }

    /**
     * Does what a request asks for.
     *
     * @param response gets the response, once, now or later from any thread
     * @return to be called when the response has waited for long enough; does nothing if it did not wait
     */
    Runnable handle(WishRequest request, Consumer<WishResponse> response) {
        String[] path = request.segments();
        if (path.length == 1 && isCameraId(path[0])) {
            return endpoint(path[0], request, response);
        }
        response.accept(path.length == 2 ? ofSession(path[0], path[1], request)
            : WishResponse.refusal(WishResponse.NOT_FOUND, "nothing is here; cameras are " + kind.does() + " by POST "
                + kind.mount() + "/<camera>, whose name has 1 to " + LONGEST_CAMERA_ID + " characters"));
        return NOTHING;
    }

    private static boolean isCameraId(String text) {
        return !text.isBlank() && text.length() <= LONGEST_CAMERA_ID && Printable.prints(text);
    }

    private Runnable endpoint(String camera, WishRequest request, Consumer<WishResponse> response) {
        if (request.method().equals("OPTIONS")) {
            response.accept(options(request));
            return NOTHING;
        }
        WishResponse stranger = stranger(request);
        if (stranger == null && request.method().equals("POST")) {
            return offered(camera, request, response);
        }
        response.accept(stranger != null ? stranger : reserved(request, OF_ENDPOINT));
        return NOTHING;
    }

    private WishResponse options(WishRequest request) {
        WishResponse answer = WishResponse.empty(WishResponse.OK).with("Allow", OF_ENDPOINT)
            .with("Accept-Post", ACCEPT_POST);
        boolean preflight = request.header("Access-Control-Request-Method") != null;
        return preflight || !settings.admits(request.header("Authorization")) ? answer : linked(answer);
    }

    private WishResponse linked(WishResponse answer) {
        WishResponse linked = answer;
        for (String link : IceServerLinks.of(iceServers.get(), settings.guarded())) {
            linked = linked.with("Link", link);
        }
        return linked;
    }

    /** What somebody without the token is told; null for others. */
    private WishResponse stranger(WishRequest request) {
        String authorization = request.header("Authorization");
        if (settings.admits(authorization)) {
            return null;
        }
        if (logLines.tryTake()) {
            LOG.warn("{}: {}", kind.client(request.address()), authorization == null ? "showed no token"
                : "showed a wrong token");
        }
        return WishResponse.refusal(WishResponse.UNAUTHORIZED, authorization == null ? "a bearer token is needed"
                : "the bearer token is wrong")
            .with("WWW-Authenticate", "Bearer realm=\"flathead\""
                + (authorization == null ? "" : ", error=\"invalid_token\""));
    }

    /** GET has no meaning and no harm; the rest is left to what may come after RFC 9725. */
    private static WishResponse reserved(WishRequest request, String allowed) {
        return request.method().equals("GET") || request.method().equals("HEAD")
            ? WishResponse.empty(WishResponse.NO_CONTENT)
            : WishResponse.refusal(WishResponse.METHOD_NOT_ALLOWED, "only " + allowed + " are of use here")
                .with("Allow", allowed);
    }

    private Runnable offered(String camera, WishRequest request, Consumer<WishResponse> response) {
        WishResponse refusal = refusal(request);
        if (refusal != null) {
            response.accept(refusal);
            return NOTHING;
        }
        WishSession.Key key = key(request.address(), camera);
        VideoPart video = VideoPart.of(request.text());
        WishSession session;
        WishSession before = null;
        synchronized (this) {
            session = handler == null ? null : new WishSession(this, key, ids.get(), ids.get(), video, handler,
                this::bucket, response);
            before = sessions.values().stream().filter(each -> each.key().equals(key)).findFirst().orElse(null);
            refusal = session == null ? unavailable("no " + kind.handler() + " is running", SECONDS_UNTIL_HANDLER)
                : before == null ? full(key.address()) : null;
            if (refusal == null) {
                if (before != null) {
                    sessions.remove(before.id());
                }
                sessions.put(session.id(), session);
            }
        }
        if (refusal != null) {
            logRefusal(request, camera, refusal);
            response.accept(refusal);
            return NOTHING;
        }
        if (before != null && before.handler() == session.handler()) {
            before.replaced();
        } else if (before != null) {
            before.end(unavailable("the " + kind.handler() + " was stopped", SECONDS_UNTIL_HANDLER));
        }
        begin(session, request.address());
        return session::giveUp;
    }

    private WishSession.Key key(String address, String camera) {
        String client = kind.name().toLowerCase(Locale.ROOT) + "-" + address;
        return new WishSession.Key(kind.replaces() ? client : client + "-" + ids.get(), address, camera);
    }

    private WishResponse refusal(WishRequest request) {
        if (!request.is(ACCEPT_POST)) {
            return WishResponse.refusal(WishResponse.UNSUPPORTED_MEDIA_TYPE, "the body is to be " + ACCEPT_POST)
                .with("Accept-Post", ACCEPT_POST);
        }
        if (request.body().length > LONGEST_BODY) {
            return WishResponse.refusal(WishResponse.CONTENT_TOO_LARGE, "an offer has at most " + LONGEST_BODY
                + " bytes");
        }
        if (!request.text().startsWith("v=0")) {
            return WishResponse.refusal(WishResponse.BAD_REQUEST, "the offer is no SDP: it does not begin with v=0");
        }
        return offers.tryTake(request.address()) ? null : WishResponse.refusal(WishResponse.TOO_MANY_REQUESTS,
            "more than " + kind.offersAtOnce() + " offers at once, or one a second after that").with("Retry-After", 1);
    }

    private WishResponse full(String address) {
        if (sessions.size() >= kind.mostSessions()) {
            return unavailable("there are " + kind.mostSessions() + " sessions already", SECONDS_UNTIL_ROOM);
        }
        long ofOne = sessions.values().stream().filter(each -> each.key().address().equals(address)).count();
        return ofOne < kind.mostOfOne() ? null
            : unavailable("a client may have at most " + kind.mostOfOne() + " sessions", SECONDS_UNTIL_ROOM);
    }

    private void logRefusal(WishRequest request, String camera, WishResponse refusal) {
        if (logLines.tryTake()) {
            LOG.warn("{}: offer for {} refused: {}", kind.client(request.address()), camera, refusal.body().strip());
        }
    }

    private void begin(WishSession session, String address) {
        try {
            session.begin(kind.client(address));
        } catch (RuntimeException e) {
            LOG.error("camera {} of {}: the {} failed to take the offer", session.key().camera(),
                session.key().client(), kind.handler(), e);
            over(session, "the " + kind.handler() + " failed");
            session.end(WishResponse.refusal(WishResponse.INTERNAL_SERVER_ERROR, "the " + kind.handler() + " failed"));
        }
        OfferHandler now;
        synchronized (this) {
            now = handler;
        }
        if (now != session.handler()) {
            handlerGone(session.handler());
        }
    }

    private WishResponse ofSession(String camera, String id, WishRequest request) {
        if (request.method().equals("OPTIONS")) {
            return WishResponse.empty(WishResponse.OK).with("Allow", OF_SESSION)
                .with("Accept-Patch", SdpFragment.MEDIA_TYPE);
        }
        WishResponse stranger = stranger(request);
        if (stranger != null) {
            return stranger;
        }
        WishSession session;
        synchronized (this) {
            session = sessions.get(id);
        }
        if (session == null || !session.key().camera().equals(camera)) {
            return WishResponse.refusal(WishResponse.NOT_FOUND, "there is no such session, or no longer");
        }
        return switch (request.method()) {
            case "DELETE" -> {
                over(session, "deleted");
                session.end(WishResponse.refusal(WishResponse.CONFLICT, "the session was deleted"));
                yield WishResponse.empty(WishResponse.OK);
            }
            case "PATCH" -> patch(session, request);
            default -> reserved(request, OF_SESSION);
        };
    }

    private static WishResponse patch(WishSession session, WishRequest request) {
        if (!request.is(SdpFragment.MEDIA_TYPE)) {
            return WishResponse.refusal(WishResponse.UNSUPPORTED_MEDIA_TYPE, "the body is to be "
                + SdpFragment.MEDIA_TYPE).with("Accept-Patch", SdpFragment.MEDIA_TYPE);
        }
        if (request.body().length > LONGEST_BODY) {
            return WishResponse.refusal(WishResponse.CONTENT_TOO_LARGE, "a fragment has at most " + LONGEST_BODY
                + " bytes");
        }
        return session.patch(request);
    }

    // --- from a session

    @Override
    public WishResponse created(WishSession session, String sdp) {
        return linked(WishResponse.of(WishResponse.CREATED, ACCEPT_POST, sdp)
            .with("Location", kind.mount() + "/" + Paths.encoded(session.key().camera()) + "/" + session.id())
            .with("ETag", session.entityTag())
            .with("Accept-Patch", SdpFragment.MEDIA_TYPE));
    }

    @Override
    public void over(WishSession session, String why) {
        synchronized (this) {
            sessions.remove(session.id(), session);
        }
        LOG.debug("camera {} of {}: {}", session.key().camera(), session.key().client(), why);
    }

    /** How many sessions there are. */
    synchronized int size() {
        return sessions.size();
    }
}
