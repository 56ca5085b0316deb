package flathead.webrtc.rtp.internal;

import flathead.api.Codec;
import flathead.api.EncodedFrame;
import flathead.api.Feedback;
import flathead.api.Media;
import flathead.api.MediaException;
import flathead.api.NanoClock;
import flathead.api.Stats;
import flathead.api.StreamId;
import flathead.api.VideoFormat;
import flathead.signaling.Candidate;
import flathead.signaling.Peer;
import flathead.webrtc.rtp.internal.rtp.RtpSender;
import flathead.webrtc.rtp.internal.rtp.RtpSenderSettings;
import flathead.webrtc.rtp.internal.rtp.TransportObserver;
import flathead.webrtc.rtp.internal.rtp.WallClock;
import flathead.webrtc.rtp.internal.sdp.H264Level;
import flathead.webrtc.rtp.internal.sdp.Setup;
import flathead.webrtc.rtp.internal.sdp.VideoAnswer;
import flathead.webrtc.rtp.internal.sdp.VideoOffer;
import flathead.webrtc.rtp.internal.transport.IceTerms;
import flathead.webrtc.rtp.internal.transport.Identity;
import flathead.webrtc.rtp.internal.transport.Liveness;
import flathead.webrtc.rtp.internal.transport.PeerTransport;
import flathead.webrtc.rtp.internal.transport.SrtpKeys;
import flathead.webrtc.rtp.internal.transport.SrtpSession;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A peer connection that sends one H.264 stream.
 *
 * <p>Three threads meet here. The lane's offers pictures and sends them. The transport's ({@code flathead-rtp-…})
 * reads,
 * keeps the time and tells wishes. The control thread ({@code flathead-peer-…}) changes the state, shakes hands, and
 * tells events.
 */
final class RtpPeer implements Peer.Publishing {
    /** From the answer on, for ICE and DTLS together. */
    static final long CONNECT_NANOS = 15_000_000_000L;

    private static final Logger LOG = LoggerFactory.getLogger(RtpPeer.class);
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final Stats.Network NO_NETWORK = new Stats.Network(Codec.H264, 0, 0, 0, 0, 0, -1);

    private final StreamId stream;
    private final Peer.Events events;
    private final NanoClock clock;
    private final Consumer<RtpPeer> gone;
    private final Wishes wishes;
    private final ControlThread control;
    private final PeerTransport transport;
    private volatile VideoOffer offer;
    private final AtomicBoolean answered = new AtomicBoolean();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile State state = State.NEW;
    private volatile long deadline;
    private volatile boolean connecting;
    private volatile long consentNanos;
    private volatile MediaSender media;
    private VideoAnswer answer;
    /** The transport's thread only. */
    private Liveness liveness;
    private Liveness.Verdict verdict = Liveness.Verdict.ALIVE;
    /** Written by the lane's thread only. */
    private volatile long in;
    private volatile long out;
    private volatile long keyframes;
    private volatile long bytes;

    /**
     * Opens ports and tells the offer soon.
     *
     * @param terms of the search for a way
     * @param describe makes the offer out of what our side's transport is
     * @param gone called once when the peer is closed
     * @throws MediaException if no port can be opened; nothing stays open then
     */
    RtpPeer(StreamId stream, Identity identity, IceTerms terms, Function<PeerTransport, VideoOffer> describe,
            Feedback upstream, Peer.Events events, NanoClock clock, Consumer<RtpPeer> gone) throws MediaException {
        this.stream = stream;
        this.events = events;
        this.clock = clock;
        this.gone = gone;
        wishes = new Wishes(upstream);
        control = new ControlThread("flathead-peer-" + stream);
        transport = new PeerTransport("flathead-rtp-" + stream, identity, terms, clock, new Listener());
        offer = describe.apply(transport);
        upstream.limitBitrate(Feedback.NOTHING);
        control.start();
        transport.start();
    }

    @Override
    public Optional<String> refusal(VideoFormat format) {
        H264Level level = offer.level();
        return level.allows(format.width(), format.height(), format.fps(), 1) ? Optional.empty()
            : Optional.of("what H.264 level " + level + ", which was offered to the receiver, allows: "
                + level.limits());
    }

    @Override
    public void answer(String sdp) throws MediaException {
        VideoAnswer read = VideoAnswer.parse(offer, sdp);
        if (!answered.compareAndSet(false, true)) {
            throw new MediaException(stream + " was answered already; one answer is allowed");
        }
        control.post(() -> connect(read));
    }

    private void connect(VideoAnswer read) {
        if (state != State.NEW) {
            return;
        }
        answer = read;
        deadline = clock.nanos() + CONNECT_NANOS;
        connecting = true;
        change(State.CONNECTING);
        if (!closing.get()) {
            transport.connect(read.transport());
        }
    }

    private void shakeHands() {
        if (state != State.CONNECTING) {
            return;
        }
        connecting = false;
        try {
            long left = Math.max(1, (deadline - clock.nanos()) / NANOS_PER_MILLI);
            boolean client = answer.transport().setup() == Setup.PASSIVE;
            SrtpKeys keys = transport.handshake(client, answer.transport().fingerprints(), (int) left);
            if (!closing.get()) {
                sendFrom(keys);
            }
        } catch (MediaException e) {
            fail(e);
        }
    }

    private void sendFrom(SrtpKeys keys) {
        long now = clock.nanos();
        RtpSenderSettings settings = RtpSenderSettings.negotiated(offer, answer, WallClock.OFFSET_NANOS,
            new SecureRandom());
        RtpSender sender = new RtpSender(settings, wishes, TransportObserver.NONE);
        consentNanos = now;
        media = new MediaSender(sender, new SrtpSession(keys, offer.ssrc(), offer.rtxSsrc()), transport, now);
        LOG.info("{}: connected to {} from {} with {}", stream, transport.path().remote(), transport.path().route(),
            keys.profile());
        wishes.open();
        change(State.CONNECTED);
        transport.wake();
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
                LOG.info("{}: the other side answers again", stream);
                wishes.open();
                change(State.CONNECTED);
            }
            case SILENT -> {
                LOG.info("{}: the other side is silent", stream);
                wishes.shut();
                change(State.DISCONNECTED);
            }
            default -> fail(new MediaException("the other side has not answered for "
                + Liveness.FAILED_NANOS / 1_000_000_000L + " s"));
        }
        transport.wake();
    }

    private void fail(MediaException cause) {
        if (closing.get() || state == State.FAILED) {
            return;
        }
        LOG.info("{}: failed: {}", stream, cause.getMessage());
        connecting = false;
        wishes.shut();
        transport.wake();
        change(State.FAILED);
        if (!closing.get()) {
            events.failed(cause);
        }
    }

    @Override
    public boolean offer(Media picture) {
        in++;
        MediaSender sender = media;
        if (sender == null || state != State.CONNECTED || !(picture instanceof EncodedFrame frame)) {
            return false;
        }
        boolean taken = sender.offer(frame, clock.nanos());
        if (taken) {
            out++;
            bytes += frame.size();
            keyframes += frame.keyframe() ? 1 : 0;
        }
        if (wishes.pending()) {
            transport.wake();
        }
        return taken;
    }

    @Override
    public void remoteCandidate(Candidate candidate) {
        if (!closing.get() && !candidate.candidate().isEmpty() && !transport.remoteCandidate(candidate.candidate())) {
            LOG.debug("{}: of no use: {}", stream, candidate);
        }
    }

    @Override
    public State state() {
        return closing.get() ? State.CLOSED : state;
    }

    @Override
    public Stats.Network network() {
        MediaSender sender = media;
        return sender == null ? NO_NETWORK : sender.network();
    }

    @Override
    public Stats stats() {
        MediaSender sender = media;
        int waiting = sender == null || closing.get() ? 0 : sender.picturesWaiting();
        long taken = out;
        return new Stats(in, taken - waiting, in - taken, waiting, keyframes, bytes, network(), null);
    }

    @Override
    public void close() {
        boolean own = control.isCurrent() || transport.onLoop();
        if (!closing.compareAndSet(false, true)) {
            if (!own) {
                awaitClosed();
            }
            return;
        }
        state = State.CLOSED;
        MediaSender sender = media;
        if (sender != null) {
            sender.close(clock.nanos());
        }
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

    private final class Listener implements PeerTransport.Listener {
        @Override
        public void gathered() {
            VideoOffer described = offer.with(transport.local());
            offer = described;
            tell(() -> events.described(described.sdp()));
        }

        @Override
        public void candidate(String candidate) {
            tell(() -> events.candidate(new Candidate(candidate, VideoOffer.MID, 0)));
        }

        private void tell(Runnable event) {
            control.post(() -> {
                if (!closing.get()) {
                    event.run();
                }
            });
        }

        @Override
        public void iceConnected() {
            control.post(RtpPeer.this::shakeHands);
        }

        @Override
        public void consented() {
            consentNanos = clock.nanos();
        }

        @Override
        public void iceFailed() {
            control.post(() -> fail(noWay()));
        }

        private MediaException noWay() {
            return new MediaException("ICE found no way to the other side, with " + transport.tried());
        }

        @Override
        public void dtlsArrived() {
            control.post(() -> {
                if (!closing.get() && !transport.processDtls()) {
                    fail(new MediaException("the other side closed the connection"));
                }
            });
        }

        @Override
        public void rtpArrived(ByteBuffer packet) {
            MediaSender sender = media;
            if (sender != null) {
                sender.arrived(packet, clock.nanos());
            }
        }

        @Override
        public long turn() {
            long now = clock.nanos();
            MediaSender sender = media;
            long wait = Long.MAX_VALUE;
            if (sender != null && (state == State.CONNECTED || state == State.DISCONNECTED)) {
                wait = Math.min(sender.turn(now), live(now));
            } else if (connecting) {
                wait = deadline - now;
                if (wait <= 0) {
                    connecting = false;
                    control.post(() -> fail(noWay()));
                }
            }
            if (!closing.get()) {
                wishes.tell();
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
            LOG.error("{}: the transport broke", stream, cause);
            control.post(() -> fail(new MediaException("the transport broke: " + cause.getMessage(), cause)));
        }
    }
}
