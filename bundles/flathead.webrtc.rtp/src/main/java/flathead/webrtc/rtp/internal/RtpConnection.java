package flathead.webrtc.rtp.internal;

import flathead.api.Codec;
import flathead.api.MediaException;
import flathead.api.NanoClock;
import flathead.api.Stats;
import flathead.api.StreamId;
import flathead.signaling.Candidate;
import flathead.signaling.Peer;
import flathead.webrtc.rtp.internal.sdp.TransportDescription;
import flathead.webrtc.rtp.internal.transport.IceTerms;
import flathead.webrtc.rtp.internal.transport.Identity;
import flathead.webrtc.rtp.internal.transport.Liveness;
import flathead.webrtc.rtp.internal.transport.PeerTransport;
import flathead.webrtc.rtp.internal.transport.SrtpKeys;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a peer connection is whichever way its media go: a way found by ICE, keys agreed on by DTLS, and a state.
 *
 * <p>Two threads of its own. The transport's ({@code flathead-rtp-…}) reads and keeps the time. The control thread
 * ({@code flathead-peer-…}) changes the state, shakes hands, and tells events; what is said below to be the control
 * thread's is called there.
 */
abstract class RtpConnection implements Peer {
    /** From both descriptions on, for ICE and DTLS together. */
    private static final long CONNECT_NANOS = 15_000_000_000L;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final Stats.Network NO_NETWORK = new Stats.Network(Codec.H264, 0, 0, 0, 0, 0, -1);

    private final Logger log = LoggerFactory.getLogger(getClass());
    private final StreamId stream;
    private final Peer.Events events;
    private final NanoClock clock;
    private final Consumer<? super RtpConnection> gone;
    private final ControlThread control;
    private final PeerTransport transport;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile State state = State.NEW;
    private volatile long deadline;
    private volatile boolean connecting;
    private volatile long consentNanos;
    private volatile Flow flow;
    /** The transport's thread only. */
    private Liveness liveness;
    private Liveness.Verdict verdict = Liveness.Verdict.ALIVE;

    /**
     * Opens ports; {@link #start} goes on.
     *
     * @param terms of the search for a way
     * @param gone called once when the peer is closed
     * @throws MediaException if no port can be opened; nothing stays open then
     */
    RtpConnection(StreamId stream, Identity identity, IceTerms terms, Peer.Events events, NanoClock clock,
            Consumer<? super RtpConnection> gone) throws MediaException {
        this.stream = stream;
        this.events = events;
        this.clock = clock;
        this.gone = gone;
        control = new ControlThread("flathead-peer-" + stream);
        transport = new PeerTransport("flathead-rtp-" + stream, identity, terms, clock, new Listener());
    }

    /** Begins to gather candidates; the last thing that a constructor does. */
    final void start() {
        control.start();
        transport.start();
    }

    /** What the other side said of its transport; the control thread, after {@link #connect}. */
    abstract TransportDescription remote();

    /** Whether the DTLS handshake is ours to begin; the control thread. */
    abstract boolean dtlsClient();

    /** A candidate of ours with the media section that it belongs to. */
    abstract Candidate candidate(String line);

    /** Candidates have been gathered: the description can be made. The transport's thread. */
    abstract void gathered();

    /** The way and the keys are there: what is to flow now? The control thread. */
    abstract Flow flow(SrtpKeys keys);

    /** Media can flow, or cannot for now or any more; the control thread. */
    void flows(boolean now) {
    }

    /** The end of each turn of the transport's thread, unless it is being closed. */
    void turned() {
    }

    /** Nothing flows any more; whoever closes it. */
    void ending() {
    }

    final StreamId stream() {
        return stream;
    }

    final NanoClock clock() {
        return clock;
    }

    final PeerTransport transport() {
        return transport;
    }

    final boolean isClosing() {
        return closing.get();
    }

    /** Has it done by the control thread, unless it is closed before that. */
    final void post(Runnable work) {
        control.post(() -> {
            if (!closing.get()) {
                work.run();
            }
        });
    }

    /** Tells our description; the control thread. */
    final void described(String sdp) {
        events.described(sdp);
    }

    /** Both descriptions are known; the control thread. */
    final void connect() {
        deadline = clock.nanos() + CONNECT_NANOS;
        connecting = true;
        change(State.CONNECTING);
        if (!closing.get()) {
            transport.connect(remote());
        }
    }

    private void shakeHands() {
        if (state != State.CONNECTING) {
            return;
        }
        connecting = false;
        try {
            long left = Math.max(1, (deadline - clock.nanos()) / NANOS_PER_MILLI);
            SrtpKeys keys = transport.handshake(dtlsClient(), remote().fingerprints(), (int) left);
            if (!closing.get()) {
                consentNanos = clock.nanos();
                flow = flow(keys);
                transport.takeMedia();
                log.info("{}: connected to {} from {} with {}", stream, transport.path().remote(),
                    transport.path().route(), keys.profile());
                flows(true);
                change(State.CONNECTED);
                transport.wake();
            }
        } catch (MediaException e) {
            fail(e);
        }
    }

    /** The control thread. */
    private void change(State next) {
        if (!closing.get() && state != next) {
            state = next;
            events.state(next);
        }
    }

    private void heard(Liveness.Verdict now) {
        if (state != State.CONNECTED && state != State.DISCONNECTED) {
            return;
        }
        switch (now) {
            case ALIVE -> {
                log.info("{}: the other side answers again", stream);
                flows(true);
                change(State.CONNECTED);
            }
            case SILENT -> {
                log.info("{}: the other side is silent", stream);
                flows(false);
                change(State.DISCONNECTED);
            }
            case UNWILLING -> fail(new MediaException("the other side has not agreed to be sent to for "
                + Liveness.EXPIRED_NANOS / 1_000_000_000L + " s"));
            default -> fail(new MediaException("the other side has not answered for "
                + Liveness.FAILED_NANOS / 1_000_000_000L + " s"));
        }
        transport.wake();
    }

    private void fail(MediaException cause) {
        if (end("failed: " + cause.getMessage())) {
            events.failed(cause);
        }
    }

    private void leave() {
        if (end("the other side closed the connection")) {
            events.left();
        }
    }

    /** The control thread; false if it is over already. */
    private boolean end(String why) {
        if (closing.get() || state == State.FAILED) {
            return false;
        }
        log.info("{}: {}", stream, why);
        connecting = false;
        flows(false);
        transport.wake();
        change(State.FAILED);
        return !closing.get();
    }

    private MediaException noWay() {
        return new MediaException("ICE found no way to the other side, with " + transport.tried());
    }

    @Override
    public final void remoteCandidate(Candidate candidate) {
        if (!closing.get() && !candidate.candidate().isEmpty() && !transport.remoteCandidate(candidate.candidate())) {
            log.debug("{}: of no use: {}", stream, candidate);
        }
    }

    @Override
    public final State state() {
        return closing.get() ? State.CLOSED : state;
    }

    @Override
    public final Stats.Network network() {
        Flow media = flow;
        return media == null ? NO_NETWORK : media.network();
    }

    @Override
    public final void close() {
        boolean own = control.isCurrent() || transport.onLoop();
        if (!closing.compareAndSet(false, true)) {
            if (!own) {
                awaitClosed();
            }
            return;
        }
        state = State.CLOSED;
        Flow media = flow;
        if (media != null) {
            media.close(clock.nanos());
        }
        ending();
        transport.abortHandshake();
        if (transport.onLoop()) {
            // The control thread may be waiting in its owner's hands: it does the rest by itself.
            control.post(() -> {
                transport.closeDtls();
                release();
            });
            control.end(false);
            return;
        }
        if (control.isCurrent()) {
            transport.closeDtls();
        } else {
            control.post(transport::closeDtls);
        }
        control.end(true);
        release();
    }

    private void release() {
        transport.close();
        closed.countDown();
        gone.accept(this);
    }

    private void awaitClosed() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public final String toString() {
        return stream + " over rtp, " + state();
    }

    private final class Listener implements PeerTransport.Listener {
        @Override
        public void gathered() {
            RtpConnection.this.gathered();
        }

        @Override
        public void candidate(String line) {
            post(() -> events.candidate(RtpConnection.this.candidate(line)));
        }

        @Override
        public void iceConnected() {
            control.post(RtpConnection.this::shakeHands);
        }

        @Override
        public void consented() {
            consentNanos = clock.nanos();
        }

        @Override
        public void iceFailed() {
            control.post(() -> fail(noWay()));
        }

        @Override
        public void dtlsArrived() {
            post(() -> {
                if (!transport.processDtls()) {
                    leave();
                }
            });
        }

        @Override
        public boolean rtpArrived(ByteBuffer packet) {
            Flow media = flow;
            if (media == null || closing.get()) {
                return false;
            }
            long now = clock.nanos();
            boolean authentic = media.arrived(packet, now);
            if (authentic && liveness != null) {
                liveness.heard(now);
            }
            return authentic;
        }

        @Override
        public long turn() {
            long now = clock.nanos();
            Flow media = flow;
            long wait = Long.MAX_VALUE;
            if (media != null && (state == State.CONNECTED || state == State.DISCONNECTED)) {
                wait = Math.min(media.turn(now), live(now));
            } else if (connecting) {
                wait = deadline - now;
                if (wait <= 0) {
                    connecting = false;
                    control.post(() -> fail(noWay()));
                }
            }
            if (!closing.get()) {
                turned();
            }
            return wait;
        }

        private long live(long now) {
            if (liveness == null) {
                liveness = new Liveness(now);
            }
            liveness.consented(consentNanos);
            Liveness.Verdict next = liveness.verdict(now);
            if (next != verdict) {
                verdict = next;
                control.post(() -> heard(next));
            }
            return liveness.waitNanos(now);
        }

        @Override
        public void broke(Exception cause) {
            log.error("{}: the transport broke", stream, cause);
            control.post(() -> fail(new MediaException("the transport broke: " + cause.getMessage(), cause)));
        }
    }
}
