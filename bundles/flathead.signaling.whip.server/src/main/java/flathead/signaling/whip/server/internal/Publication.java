package flathead.signaling.whip.server.internal;

import flathead.signaling.Candidate;
import flathead.signaling.OfferHandler;
import flathead.signaling.care.Printable;
import flathead.signaling.care.TokenBucket;
import java.util.function.Consumer;

/**
 * One camera of one client, from its offer until it is taken back, replaced, refused or gone: a WHIP session. Any
 * thread.
 */
final class Publication implements OfferHandler.Reply {
    /** Candidates that are taken after the offer; more than any host has. */
    private static final int MOST_CANDIDATES = 256;
    private static final int LONGEST_REASON = 400;
    private static final int REQUESTS_AT_ONCE = 100;
    private static final long NANOS_PER_REQUEST = 100_000_000L;

    /** What this tells the ingest. */
    interface Owner {
        /** The response to an offer that is answered. */
        WhipResponse created(Publication publication, String sdp);

        /** It is over; comes at most once, and not after {@link Publication#end}. */
        void over(Publication publication, String why);
    }

    /** Who publishes what: a second offer replaces the first. */
    record Key(String client, String camera) {
    }

    private final Owner owner;
    private final Key key;
    private final String id;
    private final String entityTag;
    private final VideoPart video;
    private final SdpFragment ice;
    private final OfferHandler handler;
    private final TokenBucket requests;
    private Consumer<WhipResponse> waiting;
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
    Publication(Owner owner, Key key, String id, String entityTag, VideoPart video, OfferHandler handler,
            TokenBucket.Maker buckets, Consumer<WhipResponse> response) {
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
    WhipResponse patch(WhipRequest request) {
        String condition = request.header("If-Match");
        if (condition == null) {
            return WhipResponse.refusal(WhipResponse.PRECONDITION_REQUIRED,
                "If-Match is needed, with the ETag of the answer to the offer");
        }
        if (!matches(condition)) {
            return WhipResponse.refusal(WhipResponse.PRECONDITION_FAILED,
                "If-Match is not " + entityTag() + ", the ETag of this session");
        }
        if (!requests.tryTake()) {
            return WhipResponse.refusal(WhipResponse.TOO_MANY_REQUESTS, "too many requests at once")
                .with("Retry-After", 1);
        }
        SdpFragment fragment;
        try {
            fragment = SdpFragment.parse(request.text());
        } catch (SdpFragment.Malformed e) {
            return WhipResponse.refusal(WhipResponse.BAD_REQUEST, "the fragment is malformed: " + e.getMessage());
        }
        if (fragment.restarts(ice)) {
            return WhipResponse.refusal(WhipResponse.UNPROCESSABLE_CONTENT,
                "an ICE restart is not supported; the session goes on, or is offered anew");
        }
        fragment.candidates().forEach(this::remoteCandidate);
        return WhipResponse.empty(WhipResponse.NO_CONTENT);
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
    void end(WhipResponse response) {
        OfferHandler.Session ending = silence(response);
        if (ending != null) {
            ending.close();
        }
    }

    /** The handler has replaced the session. */
    void replaced() {
        silence(WhipResponse.refusal(WhipResponse.CONFLICT, "another offer of the same camera took its place"));
    }

    private OfferHandler.Session silence(WhipResponse response) {
        OfferHandler.Session ending;
        Consumer<WhipResponse> told;
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
            fail(WhipResponse.refusal(WhipResponse.GATEWAY_TIMEOUT, "the offer was not answered in time"),
                "not answered in time");
        }
    }

    private void fail(WhipResponse response, String why) {
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
        Consumer<WhipResponse> told;
        synchronized (this) {
            told = waiting;
            waiting = null;
        }
        if (told != null) {
            told.accept(owner.created(this, video.answer(sdp)));
        }
    }

    /** There is no way to tell it: a WHIP server's candidates are all in its answer (RFC 9725, section 4.3.2). */
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
        fail(WhipResponse.refusal(WhipResponse.UNPROCESSABLE_CONTENT, Printable.of(why, LONGEST_REASON)), why);
    }
}
