package flathead.session.internal;

import flathead.api.MediaException;
import flathead.api.StreamId;
import flathead.api.VideoSource;
import flathead.signaling.Candidate;
import flathead.signaling.OfferHandler;
import flathead.signaling.Peer;
import flathead.signaling.PeerFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.function.Consumer;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One camera of one client: answers its offer, and registers a {@link VideoSource} while media can flow. State changes
 * on the acceptor's thread.
 */
final class AcceptedStream implements OfferHandler.Session {
    private static final Logger LOG = LoggerFactory.getLogger(AcceptedStream.class);
    /** The wire's text for whatever is wrong with an offer; the log says what it is. */
    private static final String REFUSAL = "Failed to process offer";
    /** From the offer to media; a session that has not made it by then is given up. */
    private static final long CONNECT_MILLIS = 30_000;
    /** A server that starts hears of senders before it has all its bundles; one that waits need not come again. */
    private static final long STACK_MILLIS = 5_000;
    /** Candidates that come while an offer waits; more than any host has. */
    private static final int MOST_EARLY = 64;

    private final BundleContext context;
    private final SessionThread thread;
    private final Terms terms;
    private final OfferHandler.Reply reply;
    private final Consumer<AcceptedStream> ended;
    private final Instant createdAt = Instant.now();
    private final List<Candidate> early = new ArrayList<>();
    private StreamId id;
    private String offer;
    private Stacks.Stack stack;
    private ServiceRegistration<VideoSource> registration;
    private ScheduledFuture<?> timer;
    private volatile Peer.Receiving peer;
    private volatile boolean over;
    private volatile boolean takenBack;

    AcceptedStream(BundleContext context, SessionThread thread, Terms terms, OfferHandler.Reply reply,
            Consumer<AcceptedStream> ended) {
        this.context = context;
        this.thread = thread;
        this.terms = terms;
        this.reply = reply;
        this.ended = ended;
    }

    /** Null before {@link #begin}. */
    StreamId id() {
        return id;
    }

    /** Whether the client took the camera back already. */
    boolean isTakenBack() {
        return takenBack;
    }

    void begin(StreamId named, String sdp) {
        id = named;
        offer = sdp;
        if (receivers().isEmpty()) {
            LOG.info("{}: waits for a WebRTC stack that receives", id);
            timer = thread.after(STACK_MILLIS, () -> refuse("no WebRTC stack that receives is running"));
        } else {
            answer();
        }
    }

    /** A stack came: that may be what an offer waits for. */
    void stacksChanged() {
        if (!over && peer == null && offer != null && !receivers().isEmpty()) {
            timer.cancel(false);
            answer();
        }
    }

    private List<Stacks.Stack> receivers() {
        return terms.stacks().receivers();
    }

    private void answer() {
        List<String> refusals = new ArrayList<>();
        for (Stacks.Stack candidate : receivers()) {
            try {
                peer = candidate.factory().receive(id, offer, Terms.iceServers(terms.iceServers().get(), List.of()),
                    new FromPeer());
                stack = candidate;
                early.forEach(peer::remoteCandidate);
                timer = thread.after(CONNECT_MILLIS, () -> failed(
                    new MediaException("no media could flow within " + CONNECT_MILLIS / 1000 + " s of the offer")));
                return;
            } catch (MediaException e) {
                refusals.add(candidate + ": " + e.getMessage());
            }
        }
        refuse(String.join("; ", refusals));
    }

    private void refuse(String why) {
        LOG.warn("{}: offer refused: {}", id, why);
        reply.refused(REFUSAL, why);
        end();
    }

    void stackGone(PeerFactory factory) {
        if (stack != null && stack.factory() == factory) {
            LOG.info("{}: the WebRTC stack {} goes, and the session with it", id, stack);
            reply.error("The receiver was stopped");
            end();
        }
    }

    /** Ends the session; on the acceptor's thread. */
    void end() {
        if (over) {
            return;
        }
        over = true;
        if (timer != null) {
            timer.cancel(false);
        }
        withdraw();
        if (peer != null) {
            peer.close();
        }
        ended.accept(this);
    }

    private void register() {
        if (registration == null) {
            Dictionary<String, Object> properties = new Hashtable<>(Map.of("flathead.stream", id.name(),
                "flathead.client", id.client(), "flathead.camera", id.camera()));
            registration = context.registerService(VideoSource.class, peer.source(), properties);
        }
    }

    private void withdraw() {
        if (registration != null) {
            registration.unregister();
            registration = null;
        }
    }

    private void ifOpen(Runnable what) {
        thread.execute(() -> {
            if (!over) {
                what.run();
            }
        });
    }

    private void failed(MediaException cause) {
        LOG.warn("{}: {}", id, cause.getMessage());
        reply.refused(REFUSAL, cause.getMessage());
        end();
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
        Peer.Receiving now = peer;
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
        takenBack = true;
        thread.execute(() -> {
            if (!over) {
                LOG.info("{}: taken back", id);
                end();
            }
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
                switch (state) {
                    case CONNECTED -> {
                        if (timer != null) {
                            timer.cancel(false);
                            timer = null;
                        }
                        LOG.info("{}: connected by {}", id, stack);
                        register();
                    }
                    case DISCONNECTED -> LOG.warn("{}: its sender is out of reach", id);
                    // FAILED too: why follows by failed().
                    default -> LOG.debug("{}: {}", id, state);
                }
            });
        }

        @Override
        public void left() {
            // Whoever left may be offering anew already, and would take an error for the answer to that.
            ifOpen(() -> {
                LOG.info("{}: its sender closed the connection", id);
                reply.left();
                end();
            });
        }

        @Override
        public void failed(MediaException cause) {
            ifOpen(() -> AcceptedStream.this.failed(cause));
        }
    }
}
