package flathead.session.internal;

import flathead.api.Feedback;
import flathead.api.MediaException;
import flathead.api.StreamId;
import flathead.api.VideoFormat;
import flathead.signaling.Candidate;
import flathead.signaling.IceServer;
import flathead.signaling.Peer;
import flathead.signaling.PeerFactory;
import flathead.signaling.SignalingClient;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream on its way to a server: one conversation, and one peer at a time, fed by one of the stream's {@link Way}s.
 * A peer that fails or is refused is replaced after a while, for ever; a server that refuses what an encoder made is
 * offered raw pictures, which the stack encodes, at once; one that comes back gets a new offer at once.
 *
 * <p>State changes on the publisher's thread.
 */
final class PublishedStream {
    private static final Logger LOG = LoggerFactory.getLogger(PublishedStream.class);
    private static final long FIRST_RETRY_MILLIS = 500;
    private static final long LONGEST_RETRY_MILLIS = 5_000;
    /** From the offer to media; a peer that has not made it by then starts over. */
    private static final long CONNECT_MILLIS = 15_000;
    private static final long CLOSE_MILLIS = 2_000;

    private final StreamId stream;
    private final String uplink;
    private final SessionThread thread;
    private final Terms terms;
    private final Map<Form, Way> ways = new EnumMap<>(Form.class);
    /** What this server refused since it was last reached. */
    private final Set<Form> refused = EnumSet.noneOf(Form.class);
    private SignalingClient.Conversation conversation;
    private List<IceServer> named = List.of();
    private boolean reachable;
    private Attempt attempt;
    private ScheduledFuture<?> timer;
    private long retryMillis = FIRST_RETRY_MILLIS;
    /** The last reason for which no peer could be made. */
    private String complaint = "";
    private boolean over;
    /** How many ways in are open; after the last one no other is opened. Guarded by this. */
    private int open;
    private boolean abandoned;

    /**
     * Begins the conversation.
     *
     * @param uplink the server's name in the log
     */
    PublishedStream(StreamId stream, String uplink, SignalingClient client, SessionThread thread, Terms terms) {
        this.stream = stream;
        this.uplink = uplink;
        this.thread = thread;
        this.terms = terms;
        thread.execute(() -> {
            if (!over) {
                conversation = client.open(stream.camera(), new FromServer());
            }
        });
    }

    /** A way in for pictures of this form; in the place of an earlier one. Null if the stream has ended. */
    synchronized Way enter(Form form, VideoFormat format, Feedback upstream) {
        if (abandoned) {
            return null;
        }
        open++;
        Way way = new Way(this, form, format, upstream);
        thread.execute(() -> {
            Way before = ways.put(form, way);
            if (attempt != null && attempt.way == before) {
                drop();
                cancelTimer();
            }
            reconsider();
        });
        return way;
    }

    /** Nobody feeds this way any more; after the last one the stream ends. Returns when nothing of it is in use. */
    void leave(Way way) {
        boolean last = abandon();
        thread.call(CLOSE_MILLIS, () -> {
            ways.remove(way.form(), way);
            if (attempt != null && attempt.way == way) {
                drop();
                cancelTimer();
            }
            if (last) {
                end();
            } else {
                reconsider();
            }
        });
    }

    private synchronized boolean abandon() {
        open--;
        abandoned |= open == 0;
        return abandoned;
    }

    /** Ends it while it may be fed still. */
    void close() {
        thread.call(CLOSE_MILLIS, this::end);
    }

    private void end() {
        over = true;
        disconnected();
        if (conversation != null) {
            conversation.close();
            conversation = null;
        }
    }

    /** A stack or a way in came or changed: begin, if that can be done now, or go on in a form that goes before. */
    void reconsider() {
        if (attempt == null) {
            if (timer == null) {
                begin();
            }
            return;
        }
        Choice now = choose();
        if (now != null && now.way != attempt.way) {
            LOG.info("{}: goes on by {}", stream, now.stack);
            begin();
        }
    }

    /** A stack goes: leave it, and go on with another. */
    void stackGone(PeerFactory factory) {
        if (attempt != null && attempt.stack.factory() == factory) {
            LOG.info("{}: the WebRTC stack {} goes", stream, attempt.stack);
            begin();
        }
    }

    private record Choice(Way way, Stacks.Stack stack) {
    }

    /** The first form that can be sent and is not refused; null while it has no way in yet, or there is none. */
    private Choice choose() {
        for (Form form : terms.forms().get()) {
            if (possible(form)) {
                Way way = ways.get(form);
                return way == null ? null : terms.stacks().all().stream()
                    .filter(stack -> stack.factory().sends().contains(way.format().codec()))
                    .findFirst().map(stack -> new Choice(way, stack)).orElse(null);
            }
        }
        return null;
    }

    private boolean possible(Form form) {
        return !refused.contains(form)
            && terms.stacks().all().stream().anyMatch(stack -> stack.factory().sends().stream().anyMatch(form::holds));
    }

    private void begin() {
        cancelTimer();
        drop();
        Choice choice = over || !reachable ? null : choose();
        if (choice == null) {
            return;
        }
        Attempt next = new Attempt(choice.way, choice.stack);
        try {
            next.peer = choice.stack.factory().publish(stream, choice.way.format(),
                Terms.iceServers(terms.iceServers().get(), named), next, next);
            attempt = next;
            next.way.leadTo(next);
            timer = thread.after(CONNECT_MILLIS, () -> next.failed(
                new MediaException("no media could flow within " + CONNECT_MILLIS / 1000 + " s of the offer")));
        } catch (MediaException e) {
            complain(e.getMessage());
            retryLater();
        }
    }

    /** Says what keeps on being so once. */
    private void complain(String message) {
        if (!message.equals(complaint)) {
            complaint = message;
            LOG.warn("{}: {}; trying again until it works", stream, message);
        }
    }

    private void drop() {
        Attempt old = attempt;
        attempt = null;
        if (old != null) {
            old.way.leadTo(null);
            old.peer.close();
        }
    }

    private void refused(Attempt by, String message) {
        if (by.answered) {
            by.failed(new MediaException("the server ended the session: " + message));
            return;
        }
        refused.add(by.way.form());
        if (terms.forms().get().stream().noneMatch(this::possible)) {
            refused.clear();
            by.failed(new MediaException("the server refused the offer: " + message));
            return;
        }
        LOG.info("{}: the server refused {} by {}: {}; offering another form", stream, by.way.format().codec(),
            by.stack, message);
        begin();
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

    /** One peer, from offer to failure. Its wishes count while it is the present one. */
    final class Attempt implements Peer.Events, Feedback {
        private final Way way;
        private final Stacks.Stack stack;
        private volatile Peer.Publishing peer;
        private boolean answered;

        private Attempt(Way way, Stacks.Stack stack) {
            this.way = way;
            this.stack = stack;
        }

        Peer.Publishing peer() {
            return peer;
        }

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
                    complaint = "";
                    LOG.info("{}: streams {} to the server ({}) by {}", stream, way.format(), uplink, stack);
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
            if (way.leadsTo(this)) {
                way.upstream().requestKeyframe();
            }
        }

        @Override
        public void limitBitrate(int bitsPerSecond) {
            if (way.leadsTo(this)) {
                way.upstream().limitBitrate(bitsPerSecond);
            }
        }
    }

    /** What the server says about this stream. */
    private final class FromServer implements SignalingClient.Listener {
        private void ifOpen(Runnable what) {
            thread.execute(() -> {
                if (conversation != null) {
                    what.run();
                }
            });
        }

        private void ifTried(Consumer<Attempt> what) {
            ifOpen(() -> {
                if (attempt != null) {
                    what.accept(attempt);
                }
            });
        }

        @Override
        public void connected(List<IceServer> servers) {
            ifOpen(() -> {
                reachable = true;
                named = servers;
                refused.clear();
                begin();
            });
        }

        @Override
        public void answered(String sdp) {
            ifTried(now -> {
                try {
                    now.peer.answer(sdp);
                    now.answered = true;
                } catch (MediaException e) {
                    // Some say so that they have no codec in common with the offer.
                    PublishedStream.this.refused(now, e.getMessage());
                }
            });
        }

        @Override
        public void candidate(Candidate candidate) {
            ifTried(now -> now.peer.remoteCandidate(candidate));
        }

        @Override
        public void refused(String message) {
            ifTried(now -> PublishedStream.this.refused(now, message));
        }

        @Override
        public void disconnected(String why) {
            ifOpen(PublishedStream.this::disconnected);
        }
    }
}
