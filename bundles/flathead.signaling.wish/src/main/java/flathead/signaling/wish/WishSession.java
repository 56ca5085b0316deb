package flathead.signaling.wish;

import flathead.signaling.Candidate;
import flathead.signaling.OfferHandler;
import flathead.signaling.care.Printable;
import flathead.signaling.care.TokenBucket;
import java.util.function.Consumer;

/**
 * One camera that a client publishes or looks at, from its offer until it is taken back, replaced, refused or gone. Any
 * thread.
 */
final class WishSession implements OfferHandler.Reply {
    /** Candidates that are taken after the offer; more than any host has. */
    private static final int MOST_CANDIDATES = 256;
    private static final int LONGEST_REASON = 400;
    private static final int REQUESTS_AT_ONCE = 100;
    private static final int SECONDS_UNTIL_READY = 2;
    private static final long NANOS_PER_REQUEST = 100_000_000L;

    /** What this tells the endpoints. */
    interface Owner {
        /** The response to an offer that is answered. */
        WishResponse created(WishSession session, String sdp);

        /** It is over; comes at most once, and not after {@link WishSession#end}. */
        void over(WishSession session, String why);
    }

    /**
     * Who wants what.
     *
     * @param client its name to the handler: where a second offer replaces the first, the same for both
     */
    record Key(String client, String address, String camera) {
    }

    private final Owner owner;
    private final Key key;
    private final String id;
    private final String entityTag;
    private final VideoPart video;
    private final SdpFragment ice;
    private final OfferHandler handler;
    private final TokenBucket requests;
    private Consumer<WishResponse> waiting;
    private OfferHandler.Session session;
    private boolean over;
    private int candidates;

    /**
     * Not begun.
     *
     * @param id of the session in its URL, not to be guessed
     * @param entityTag of its ICE session, without the quotes
     * @param video of the offer
     * @param response takes the response to the offer, once
     */
    WishSession(Owner owner, Key key, String id, String entityTag, VideoPart video, OfferHandler handler,
            TokenBucket.Maker buckets, Consumer<WishResponse> response) {
        this.owner = owner;
        this.key = key;
        this.id = id;
        this.entityTag = entityTag;
        this.video = video;
        this.ice = SdpFragment.ofDescription(video.offer());
        this.handler = handler;
        this.requests = buckets.make(REQUESTS_AT_ONCE, NANOS_PER_REQUEST);
        this.waiting = response;
    }

    Key key() {
        return key;
    }

    String id() {
        return id;
    }

    /** As it stands in a header. */
    String entityTag() {
        return '"' + entityTag + '"';
    }

    OfferHandler handler() {
        return handler;
    }

    /** Hands the offer over. */
    void begin(String origin) {
        OfferHandler.Session begun = handler.offered(key.client(), origin, key.camera(), video.offer(), this);
        synchronized (this) {
            if (!over) {
                session = begun;
                return;
            }
        }
        begun.close();
    }

    /** Candidates of the client's, or a wish that is not granted. */
    WishResponse patch(WishRequest request) {
        String condition = request.header("If-Match");
        if (condition == null) {
            return WishResponse.refusal(WishResponse.PRECONDITION_REQUIRED,
                "If-Match is needed, with the ETag of the answer to the offer");
        }
        if (!matches(condition)) {
            return WishResponse.refusal(WishResponse.PRECONDITION_FAILED,
                "If-Match is not " + entityTag() + ", the ETag of this session");
        }
        if (!requests.tryTake()) {
            return WishResponse.refusal(WishResponse.TOO_MANY_REQUESTS, "too many requests at once")
                .with("Retry-After", 1);
        }
        SdpFragment fragment;
        try {
            fragment = SdpFragment.parse(request.text());
        } catch (SdpFragment.Malformed e) {
            return WishResponse.refusal(WishResponse.BAD_REQUEST, "the fragment is malformed: " + e.getMessage());
        }
        if (fragment.restarts(ice)) {
            return WishResponse.refusal(WishResponse.UNPROCESSABLE_CONTENT,
                "an ICE restart is not supported; the session goes on, or is offered anew");
        }
        fragment.candidates().forEach(this::remoteCandidate);
        return WishResponse.empty(WishResponse.NO_CONTENT);
    }

    private boolean matches(String condition) {
        for (String tag : condition.split(",")) {
            String bare = tag.strip();
            // Quoted, the asterisk is an entity tag; the RFC's own example quotes it all the same.
            if (bare.equals(entityTag()) || bare.equals("*") || bare.equals("\"*\"")) {
                return true;
            }
        }
        return false;
    }

    private void remoteCandidate(Candidate candidate) {
        OfferHandler.Session now;
        synchronized (this) {
            now = candidates < MOST_CANDIDATES ? session : null;
            candidates++;
        }
        if (now != null) {
            // What was told of the bundle's first section is the video's too.
            now.candidate(video.tag() == null ? candidate : new Candidate(candidate.candidate(), video.tag(), 0));
        }
    }

    /** Ends the session, once; who waits for an answer gets this response. */
    void end(WishResponse response) {
        OfferHandler.Session ending = silence(response);
        if (ending != null) {
            ending.close();
        }
    }

    /** The handler has replaced the session. */
    void replaced() {
        silence(WishResponse.refusal(WishResponse.CONFLICT, "another offer of the same camera took its place"));
    }

    private OfferHandler.Session silence(WishResponse response) {
        OfferHandler.Session ending;
        Consumer<WishResponse> told;
        synchronized (this) {
            over = true;
            ending = session;
            session = null;
            told = waiting;
            waiting = null;
        }
        if (told != null) {
            told.accept(response);
        }
        return ending;
    }

    /** The answer took too long. */
    void giveUp() {
        boolean still;
        synchronized (this) {
            still = waiting != null;
        }
        if (still) {
            fail(WishResponse.refusal(WishResponse.GATEWAY_TIMEOUT, "the offer was not answered in time"),
                "not answered in time");
        }
    }

    private void fail(WishResponse response, String why) {
        synchronized (this) {
            if (over) {
                return;
            }
        }
        owner.over(this, why);
        end(response);
    }

    // --- from the handler

    @Override
    public void answer(String sdp) {
        Consumer<WishResponse> told;
        synchronized (this) {
            told = waiting;
            waiting = null;
        }
        if (told != null) {
            told.accept(owner.created(this, video.answer(sdp)));
        }
    }

    /** There is no way to tell it: a server's candidates are all in its answer (RFC 9725, section 4.3.2). */
    @Override
    public void candidate(Candidate candidate) {
        // Not told.
    }

    @Override
    public void error(String message) {
        refused(message, message);
    }

    @Override
    public void refused(String message, String why) {
        fail(WishResponse.refusal(WishResponse.UNPROCESSABLE_CONTENT, Printable.of(why, LONGEST_REASON)), why);
    }

    @Override
    public void refused(OfferHandler.Refusal kind, String why) {
        WishResponse response = WishResponse.refusal(status(kind), Printable.of(why, LONGEST_REASON));
        fail(kind == OfferHandler.Refusal.WAITING ? response.with("Retry-After", SECONDS_UNTIL_READY) : response, why);
    }

    /** Who is gone need not delete the session, and may not be able to. */
    @Override
    public void left() {
        String why = "the client closed the connection";
        fail(WishResponse.refusal(WishResponse.CONFLICT, why), why);
    }

    private static int status(OfferHandler.Refusal kind) {
        return switch (kind) {
            case UNKNOWN -> WishResponse.NOT_FOUND;
            case UNACCEPTABLE -> WishResponse.NOT_ACCEPTABLE;
            case WAITING -> WishResponse.SERVICE_UNAVAILABLE;
        };
    }
}
