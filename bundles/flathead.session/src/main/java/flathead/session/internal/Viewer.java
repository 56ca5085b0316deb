package flathead.session.internal;

import flathead.api.Feedback;
import flathead.api.Media;
import flathead.api.MediaException;
import flathead.api.NanoClock;
import flathead.signaling.Candidate;
import flathead.signaling.OfferHandler;
import flathead.signaling.Peer;
import flathead.signaling.PeerFactory;
import flathead.signaling.care.TokenBucket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One who looks at one stream, from the offer to the end. State changes on the viewers' thread. */
final class Viewer implements OfferHandler.Session, Feedback {
    private static final Logger LOG = LoggerFactory.getLogger(Viewer.class);
    /** From the offer to media; a session that has not made it by then is given up. */
    private static final long CONNECT_MILLIS = 30_000;
    /** A keyframe costs everybody; who is at its limit asks for one and one again, and may have one a second. */
    private static final int KEYFRAMES_AT_ONCE = 2;
    private static final long NANOS_PER_KEYFRAME = 1_000_000_000L;
    /** Candidates that come before the offer is looked at; more than any host has. */
    private static final int MOST_EARLY = 64;

    private final String name;
    private final String origin;
    private final SessionThread thread;
    private final Terms terms;
    private final OfferHandler.Reply reply;
    private final Consumer<Viewer> ended;
    private final Instant createdAt = Instant.now();
    private final TokenBucket keyframes =
        new TokenBucket(NanoClock.SYSTEM, KEYFRAMES_AT_ONCE, NANOS_PER_KEYFRAME);
    private final List<Candidate> early = new ArrayList<>();
    private Stacks.Stack stack;
    private ScheduledFuture<?> timer;
    private volatile Audience audience;
    private volatile Peer.Sending peer;
    private volatile int limit = NOTHING;
    private volatile boolean over;

    /**
     * Looks at nothing yet.
     *
     * @param name of the stream
     * @param origin who it is, for logs
     * @param ended told once when it is over
     */
    Viewer(String name, String origin, SessionThread thread, Terms terms, OfferHandler.Reply reply,
            Consumer<Viewer> ended) {
        this.name = name;
        this.origin = origin;
        this.thread = thread;
        this.terms = terms;
        this.reply = reply;
        this.ended = ended;
    }

    boolean isOver() {
        return over;
    }

    /** Serves it, with the first stack that can. */
    void begin(Audience stream, String offer) {
        audience = stream;
        List<String> refusals = new ArrayList<>();
        for (Stacks.Stack candidate : terms.stacks().all()) {
            if (!candidate.factory().serves().contains(stream.format().codec())) {
                continue;
            }
            try {
                peer = candidate.factory().serve(stream.stream(), stream.format(), offer,
                    Terms.iceServers(terms.iceServers().get(), List.of()), this, new FromPeer());
                stack = candidate;
                early.forEach(peer::remoteCandidate);
                stream.add(this);
                timer = thread.after(CONNECT_MILLIS, () -> end(OfferHandler.Refusal.WAITING,
                    "no media could flow within " + CONNECT_MILLIS / 1000 + " s of the offer"));
                return;
            } catch (MediaException e) {
                refusals.add(candidate + ": " + e.getMessage());
            }
        }
        if (refusals.isEmpty()) {
            end(OfferHandler.Refusal.WAITING, "no WebRTC stack that serves viewers is running");
        } else {
            end(OfferHandler.Refusal.UNACCEPTABLE, String.join("; ", refusals));
        }
    }

    /** Ends it, and says why. On the viewers' thread. */
    void end(OfferHandler.Refusal kind, String why) {
        if (!over) {
            LOG.info("{}: {}: {}", name, origin, why);
            release();
            reply.refused(kind, why);
        }
    }

    private void release() {
        over = true;
        if (timer != null) {
            timer.cancel(false);
        }
        if (audience != null) {
            audience.remove(this);
        }
        if (peer != null) {
            peer.close();
        }
        ended.accept(this);
    }

    void stackGone(PeerFactory factory) {
        if (stack != null && stack.factory() == factory) {
            end(OfferHandler.Refusal.WAITING, "the WebRTC stack " + stack + " goes, and the session with it");
        }
    }

    private void ifOpen(Runnable what) {
        thread.execute(() -> {
            if (!over) {
                what.run();
            }
        });
    }

    // --- the audience

    /** Gives it a picture; false if it could not take it. The lane's thread. */
    boolean offer(Media media) {
        Peer.Sending now = peer;
        return now != null && !over && now.offer(media);
    }

    /** What it wants, see {@link Feedback#limitBitrate}. */
    int limit() {
        return over ? NOTHING : limit;
    }

    // --- the peer's wishes

    @Override
    public void requestKeyframe() {
        if (keyframes.tryTake()) {
            thread.execute(audience::keyframeWanted);
        }
    }

    /** What several wish is told by one thread, so that the last is what holds. */
    @Override
    public void limitBitrate(int bitsPerSecond) {
        limit = bitsPerSecond;
        thread.execute(audience::limitChanged);
    }

    // --- the signalling server

    @Override
    public void candidate(Candidate candidate) {
        ifOpen(() -> {
            if (peer != null) {
                peer.remoteCandidate(candidate);
            } else if (early.size() < MOST_EARLY) {
                early.add(candidate);
            }
        });
    }

    @Override
    public String state() {
        Peer.Sending now = peer;
        if (over) {
            return Peer.State.CLOSED.w3c();
        }
        return (now == null ? Peer.State.NEW : now.state()).w3c();
    }

    @Override
    public Instant createdAt() {
        return createdAt;
    }

    @Override
    public void close() {
        ifOpen(() -> {
            LOG.info("{}: {} does not look any more", name, origin);
            release();
        });
    }

    /** What the peer tells. */
    private final class FromPeer implements Peer.Events {
        @Override
        public void described(String sdp) {
            ifOpen(() -> reply.answer(sdp));
        }

        @Override
        public void candidate(Candidate candidate) {
            ifOpen(() -> reply.candidate(candidate));
        }

        @Override
        public void state(Peer.State state) {
            ifOpen(() -> {
                if (state == Peer.State.CONNECTED && timer != null) {
                    timer.cancel(false);
                    timer = null;
                    LOG.info("{}: {} looks on, by {}", name, origin, stack);
                }
            });
        }

        @Override
        public void left() {
            ifOpen(() -> end(OfferHandler.Refusal.WAITING, "the viewer closed the connection"));
        }

        @Override
        public void failed(MediaException cause) {
            ifOpen(() -> end(OfferHandler.Refusal.WAITING, cause.getMessage()));
        }
    }
}
