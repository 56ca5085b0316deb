package flathead.signaling.whip.client.internal;

import flathead.signaling.Candidate;
import flathead.signaling.IceServer;
import flathead.signaling.SignalingClient;
import flathead.signaling.care.Backoff;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One camera at a WHIP server. First the endpoint is asked for its options, so that nothing is offered to a server that
 * is not there; then each offer is a session of its own, which is deleted before the next. A server that cannot be
 * reached, or has no place for us, is asked again for ever.
 *
 * <p>STUN and TURN servers that the server names are for the next peer connection: those of its options for the first,
 * those of a session's response for the one after that.
 *
 * <p>Everything is called on one thread.
 */
final class Publication {
    private static final Logger LOG = LoggerFactory.getLogger(Publication.class);
    /** Not a word about what is offered: who may publish, where, and when. Others may take another offer. */
    private static final Set<Integer> NOT_NOW = Set.of(401, 402, 403, 404, 405, 407, 408, 409, 410, 421, 423, 425, 429,
        502, 503, 504);
    /** A session is gone. */
    private static final Set<Integer> GONE = Set.of(404, 410);
    private static final int MOST_CANDIDATES = 64;
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(10);
    private static final int LONGEST_EXCERPT = 160;

    /** Where time comes from. */
    interface Timer {
        /** Does something later on our thread; the answer calls it off. */
        Runnable after(long millis, Runnable what);
    }

    /**
     * What all publications of a server share.
     *
     * @param wallClock for dates in headers
     */
    record Server(String token, Http http, Timer timer, Supplier<Instant> wallClock, RandomGenerator random) {
    }

    /** A session at the server. Without a URL there is nothing to be said to it. */
    private record Session(URI uri, String entityTag, SdpFragment fragment) {
    }

    private final String camera;
    private final URI endpoint;
    private final Server server;
    private final SignalingClient.Listener listener;
    /** A machine that starts is there soon. */
    private final Backoff unreachable;
    /** What a server refuses, somebody must put right. */
    private final Backoff unwelcome;
    private final List<Candidate> candidates = new ArrayList<>();
    private List<IceServer> learned = List.of();
    private List<IceServer> told = List.of();
    private Session session;
    private Runnable timer = () -> { };
    private String complaint = "";
    /** Counts what makes earlier responses void. */
    private int round;
    private boolean reachable;
    private boolean patching;
    private boolean trickles = true;
    private boolean over;

    /** Does nothing yet. */
    Publication(String camera, URI endpoint, Server server, SignalingClient.Listener listener) {
        this.camera = camera;
        this.endpoint = endpoint;
        this.server = server;
        this.listener = listener;
        unreachable = new Backoff(server.random(), Duration.ofMillis(250), Duration.ofSeconds(2));
        unwelcome = new Backoff(server.random(), Duration.ofSeconds(2), Duration.ofSeconds(30));
    }

    /** Looks for the server. */
    void seek() {
        int asked = ++round;
        server.http().send(Http.Request.of("OPTIONS", endpoint, server.token()), outcome -> {
            if (asked != round || over) {
                return;
            }
            if (outcome instanceof Http.Response response) {
                unreachable.reset();
                // Whatever else it says to this, it may say otherwise to an offer.
                if (response.status() == 503) {
                    later(response);
                    return;
                }
                learn(response);
                connected();
            } else if (outcome instanceof Http.Failure failure) {
                later(failure);
            }
        });
    }

    private void learn(Http.Response response) {
        List<IceServer> named = IceServerLinks.read(response.all("Link"));
        if (response.succeeded() && !named.isEmpty()) {
            learned = named;
        }
    }

    private void connected() {
        reachable = true;
        told = learned;
        listener.connected(told);
    }

    private void later(Http.Failure failure) {
        complain("cannot be reached: " + failure.why(), false);
        later(unreachable.nextMillis(), failure.why());
    }

    private void later(Http.Response response) {
        String what = said(response);
        complain("answers " + what, true);
        later(Math.max(unwelcome.nextMillis(), retryAfter(response)), what);
    }

    private void later(long millis, String why) {
        round++;
        candidates.clear();
        timer.run();
        timer = server.timer().after(millis, this::seek);
        if (reachable) {
            reachable = false;
            listener.disconnected(why);
        }
    }

    /** Once for each thing to complain about, until it is well again. */
    private void complain(String what, boolean loud) {
        if (!what.equals(complaint)) {
            complaint = what;
            if (loud) {
                LOG.warn("camera {}: the WHIP server {} {}; trying again until it does not", camera, endpoint, what);
            } else {
                LOG.info("camera {}: the WHIP server {} {}; trying until it is there", camera, endpoint, what);
            }
        }
    }

    /** In one line, with the beginning of what it has to say for itself. */
    private static String said(Http.Response response) {
        String type = response.header("Content-Type");
        String text = type != null && type.startsWith("text/html") ? "" : response.body();
        String line = text.replaceAll("[\\p{C}\\s\\u2028\\u2029]+", " ").strip();
        return response.status() + (line.isEmpty() ? "" : " (" + (line.length() <= LONGEST_EXCERPT ? line
            : line.substring(0, LONGEST_EXCERPT) + "…") + ")");
    }

    private long retryAfter(Http.Response response) {
        String value = response.header("Retry-After");
        if (value == null) {
            return 0;
        }
        Duration wait;
        try {
            wait = value.strip().matches("\\d{1,9}") ? Duration.ofSeconds(Long.parseLong(value.strip()))
                : Duration.between(server.wallClock().get(),
                    DateTimeFormatter.RFC_1123_DATE_TIME.parse(value.strip(), Instant::from));
        } catch (DateTimeException e) {
            return 0;
        }
        return Math.max(0, (wait.compareTo(LONGEST_RETRY_AFTER) < 0 ? wait : LONGEST_RETRY_AFTER).toMillis());
    }

    /** Offers a session in the place of the one before. Dropped while the server cannot be talked to. */
    void offer(String sdp) {
        if (over || !reachable) {
            return;
        }
        int offered = ++round;
        candidates.clear();
        if (!told.equals(learned)) {
            LOG.debug("camera {}: the server named other STUN or TURN servers: {}", camera, learned);
            connected();
            return;
        }
        delete(() -> {
            if (offered == round && !over) {
                post(offered, sdp);
            }
        });
    }

    private void post(int offered, String sdp) {
        Http.Request request = new Http.Request("POST", endpoint, server.token(), null, "application/sdp",
            multiplexed(sdp));
        server.http().send(request, outcome -> {
            boolean late = offered != round || over;
            if (outcome instanceof Http.Response response && response.succeeded()) {
                Session made = session(response, sdp);
                if (late) {
                    delete(made, () -> { });
                } else {
                    answered(made, response);
                }
            } else if (!late && outcome instanceof Http.Response response) {
                unreachable.reset();
                if (NOT_NOW.contains(response.status())) {
                    later(response);
                } else {
                    listener.refused(said(response));
                }
            } else if (!late && outcome instanceof Http.Failure failure) {
                later(failure);
            }
        });
    }

    /** WHIP has no RTCP on a port of its own (RFC 9725, section 4.4.1; RFC 8858). */
    private static String multiplexed(String sdp) {
        return sdp.contains("a=rtcp-mux-only") ? sdp : sdp.replace("a=rtcp-mux\r\n",
            "a=rtcp-mux\r\na=rtcp-mux-only\r\n");
    }

    private Session session(Http.Response response, String offer) {
        return new Session(Redirects.resolved(response.uri(), response.header("Location")), response.header("ETag"),
            SdpFragment.of(offer));
    }

    private void answered(Session made, Http.Response response) {
        unreachable.reset();
        unwelcome.reset();
        complaint = "";
        session = made;
        trickles = true;
        if (made.uri() == null) {
            LOG.warn("camera {}: the WHIP server {} names no session; it is not told when this ends", camera, endpoint);
        }
        learn(response);
        listener.answered(response.body());
        patch();
    }

    /** Tells a further candidate, now or as soon as there is a session to tell it to. */
    void candidate(Candidate candidate) {
        if (!over && reachable && candidates.size() < MOST_CANDIDATES) {
            candidates.add(candidate);
            patch();
        }
    }

    private void patch() {
        Session now = session;
        if (now == null || now.uri() == null || patching || !trickles || candidates.isEmpty()) {
            return;
        }
        String body = now.fragment().with(candidates);
        candidates.clear();
        patching = true;
        server.http().send(new Http.Request("PATCH", now.uri(), token(now), now.entityTag(), SdpFragment.MEDIA_TYPE,
            body), outcome -> {
                patching = false;
                if (over || session != now) {
                    patch();
                } else if (outcome instanceof Http.Response response && !response.succeeded()) {
                    notTaken(response);
                } else {
                    patch();
                }
            });
    }

    private void notTaken(Http.Response response) {
        if (GONE.contains(response.status())) {
            session = null;
            listener.refused("the session is gone");
            return;
        }
        // The candidates of the offer may well do.
        trickles = false;
        LOG.info("camera {}: the WHIP server {} takes no candidates after the offer: {}", camera, endpoint,
            said(response));
    }

    private String token(Session of) {
        return Http.Request.keeps(endpoint, of.uri()) ? server.token() : "";
    }

    private void delete(Runnable then) {
        Session ending = session;
        session = null;
        delete(ending, then);
    }

    private void delete(Session ending, Runnable then) {
        if (ending == null || ending.uri() == null) {
            then.run();
            return;
        }
        server.http().send(Http.Request.of("DELETE", ending.uri(), token(ending)), outcome -> {
            LOG.debug("camera {}: deleted: {}", camera, outcome);
            then.run();
        });
    }

    /** Ends the session; the listener is not called any more. */
    void close() {
        over = true;
        round++;
        timer.run();
        delete(() -> { });
    }
}
