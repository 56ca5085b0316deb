package flathead.session.internal;

import flathead.api.Feedback;
import flathead.api.Media;
import flathead.api.MediaException;
import flathead.api.Stats;
import flathead.api.StreamId;
import flathead.api.VideoFormat;
import flathead.api.VideoSink;
import flathead.signaling.Candidate;
import flathead.signaling.IceServer;
import flathead.signaling.Peer;
import flathead.signaling.PeerFactory;
import flathead.signaling.SignalingClient;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream on its way to the server: one conversation, and one peer at a time. A peer that fails or is refused is
 * replaced after a while, for ever; a server that comes back gets a new offer at once.
 *
 * <p>State changes on the publisher's thread; {@code offer} comes from the lane.
 */
final class PublishedStream implements VideoSink.Outlet {
    private static final Logger LOG = LoggerFactory.getLogger(PublishedStream.class);
    private static final long FIRST_RETRY_MILLIS = 500;
    private static final long LONGEST_RETRY_MILLIS = 5_000;
    /** From the offer to media; a peer that has not made it by then starts over. */
    private static final long CONNECT_MILLIS = 15_000;
    private static final long CLOSE_MILLIS = 2_000;

    private final StreamId stream;
    private final Feedback upstream;
    private final SessionThread thread;
    private final Supplier<Stacks.Stack> stacks;
    private final Consumer<PublishedStream> closed;
    private SignalingClient client;
    private SignalingClient.Conversation conversation;
    private FromServer listener;
    private boolean reachable;
    private Stacks.Stack stack;
    private ScheduledFuture<?> timer;
    private long retryMillis = FIRST_RETRY_MILLIS;
    private boolean over;
    /** Of the latest picture; what the next peer offers to send. */
    private volatile VideoFormat format;
    private volatile Attempt attempt;
    private volatile Stats last = Stats.NONE;

    PublishedStream(StreamId stream, VideoFormat format, Feedback upstream, SessionThread thread,
            Supplier<Stacks.Stack> stacks, Consumer<PublishedStream> closed) {
        this.stream = stream;
        this.format = format;
        this.upstream = upstream;
        this.thread = thread;
        this.stacks = stacks;
        this.closed = closed;
        upstream.limitBitrate(Feedback.NOTHING);
    }

    @Override
    public boolean offer(Media media) {
        Attempt now = attempt;
        if (media.format() != format) {
            format = media.format();
        }
        return now != null && now.peer.offer(media);
    }

    @Override
    public Optional<String> refusal(VideoFormat wanted) {
        Attempt now = attempt;
        return now == null ? Optional.empty() : now.peer.refusal(wanted);
    }

    @Override
    public Stats stats() {
        Attempt now = attempt;
        return now == null ? last : now.peer.stats();
    }

    /** Talks to the server by this client from now on; null for none. */
    void signalBy(SignalingClient wanted) {
        if (over || wanted == client) {
            return;
        }
        if (conversation != null) {
            conversation.close();
            conversation = null;
        }
        disconnected();
        client = wanted;
        if (wanted != null) {
            listener = new FromServer();
            conversation = wanted.open(stream.camera(), listener);
        }
    }

    /** A stack came or changed: where none could be had, try again. */
    void stacksChanged() {
        if (reachable && attempt == null && timer == null) {
            begin();
        }
    }

    /** A stack goes: leave it, and go on with another. */
    void stackGone(PeerFactory factory) {
        if (attempt != null && stack.factory() == factory) {
            LOG.info("{}: the WebRTC stack {} goes", stream, stack);
            drop();
            begin();
        }
    }

    private void begin() {
        cancelTimer();
        drop();
        stack = stacks.get();
        if (over || !reachable || stack == null) {
            return;
        }
        Attempt next = new Attempt();
        try {
            next.peer = stack.factory().publish(stream, format, List.of(), next, next);
            attempt = next;
            timer = thread.after(CONNECT_MILLIS, () -> next.failed(
                new MediaException("no media could flow within " + CONNECT_MILLIS / 1000 + " s of the offer")));
        } catch (MediaException e) {
            LOG.warn("{}: {}", stream, e.getMessage());
            retryLater();
        }
    }

    private void drop() {
        Attempt old = attempt;
        attempt = null;
        if (old != null) {
            upstream.limitBitrate(Feedback.NOTHING);
            last = old.peer.stats();
            old.peer.close();
        }
    }

    private void retryLater() {
        cancelTimer();
        timer = thread.after(retryMillis, this::begin);
        retryMillis = Math.min(LONGEST_RETRY_MILLIS, retryMillis * 2);
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void disconnected() {
        reachable = false;
        cancelTimer();
        drop();
    }

    @Override
    public void close() {
        thread.call(CLOSE_MILLIS, () -> {
            over = true;
            disconnected();
            if (conversation != null) {
                conversation.close();
                conversation = null;
            }
        });
        closed.accept(this);
    }

    /** One peer, from offer to failure. Its wishes count while it is the present one. */
    private final class Attempt implements Peer.Events, Feedback {
        private volatile Peer.Publishing peer;

        private void ifPresent(Runnable what) {
            thread.execute(() -> {
                if (attempt == this) {
                    what.run();
                }
            });
        }

        @Override
        public void described(String sdp) {
            ifPresent(() -> conversation.offer(sdp));
        }

        @Override
        public void candidate(Candidate candidate) {
            ifPresent(() -> conversation.candidate(candidate));
        }

        @Override
        public void state(Peer.State state) {
            ifPresent(() -> {
                if (state == Peer.State.CONNECTED) {
                    cancelTimer();
                    retryMillis = FIRST_RETRY_MILLIS;
                    LOG.info("{}: streams {} to the server", stream, format);
                } else if (state == Peer.State.DISCONNECTED) {
                    LOG.warn("{}: the server is out of reach; media waits", stream);
                }
            });
        }

        @Override
        public void failed(MediaException cause) {
            ifPresent(() -> {
                LOG.warn("{}: {}; trying again in {} ms", stream, cause.getMessage(), retryMillis);
                drop();
                retryLater();
            });
        }

        @Override
        public void requestKeyframe() {
            if (attempt == this) {
                upstream.requestKeyframe();
            }
        }

        @Override
        public void limitBitrate(int bitsPerSecond) {
            if (attempt == this) {
                upstream.limitBitrate(bitsPerSecond);
            }
        }
    }

    /** What the server says about this stream. */
    private final class FromServer implements SignalingClient.Listener {
        private void ifPresent(Runnable what) {
            thread.execute(() -> {
                if (listener == this && conversation != null) {
                    what.run();
                }
            });
        }

        @Override
        public void connected(List<IceServer> servers) {
            ifPresent(() -> {
                reachable = true;
                begin();
            });
        }

        @Override
        public void answered(String sdp) {
            ifPresent(() -> {
                Attempt now = attempt;
                if (now == null) {
                    return;
                }
                try {
                    now.peer.answer(sdp);
                } catch (MediaException e) {
                    now.failed(e);
                }
            });
        }

        @Override
        public void candidate(Candidate candidate) {
            ifPresent(() -> {
                if (attempt != null) {
                    attempt.peer.remoteCandidate(candidate);
                }
            });
        }

        @Override
        public void refused(String message) {
            ifPresent(() -> {
                if (attempt != null) {
                    attempt.failed(new MediaException("the server refused the offer: " + message));
                }
            });
        }

        @Override
        public void disconnected(String why) {
            ifPresent(PublishedStream.this::disconnected);
        }
    }
}
