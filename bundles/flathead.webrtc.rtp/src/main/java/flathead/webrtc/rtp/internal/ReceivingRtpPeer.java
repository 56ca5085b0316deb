package flathead.webrtc.rtp.internal;

import flathead.api.Codec;
import flathead.api.MediaException;
import flathead.api.NanoClock;
import flathead.api.Stats;
import flathead.api.StreamId;
import flathead.api.VideoSource;
import flathead.signaling.Candidate;
import flathead.signaling.Peer;
import flathead.webrtc.rtp.internal.receive.CaptureClock;
import flathead.webrtc.rtp.internal.receive.ReceiverCounters;
import flathead.webrtc.rtp.internal.receive.ReceiverSettings;
import flathead.webrtc.rtp.internal.receive.RtpReceiver;
import flathead.webrtc.rtp.internal.rtp.WallClock;
import flathead.webrtc.rtp.internal.sdp.HeaderExtension;
import flathead.webrtc.rtp.internal.sdp.OfferedVideo;
import flathead.webrtc.rtp.internal.sdp.ReceivingAnswer;
import flathead.webrtc.rtp.internal.transport.IceTerms;
import flathead.webrtc.rtp.internal.transport.Identity;
import flathead.webrtc.rtp.internal.transport.Liveness;
import flathead.webrtc.rtp.internal.transport.PeerTransport;
import flathead.webrtc.rtp.internal.transport.SrtpKeys;
import flathead.webrtc.rtp.internal.transport.SrtpSession;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A peer connection that answers an offer and receives one H.264 stream.
 *
 * <p>Two threads of its own. The transport's ({@code flathead-rtp-…}) reads, keeps the time and hands pictures on. The
 * control thread ({@code flathead-peer-…}) changes the state, shakes hands, and tells events.
 */
final class ReceivingRtpPeer implements Peer.Receiving {
    private static final Logger LOG = LoggerFactory.getLogger(ReceivingRtpPeer.class);
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final Stats.Network NO_NETWORK = new Stats.Network(Codec.H264, 0, 0, 0, 0, 0, -1);

    private final StreamId stream;
    private final OfferedVideo offered;
    private final ReceivingAnswer answer;
    private final int ssrc;
    private final String cname;
    private final Peer.Events events;
    private final NanoClock clock;
    private final Consumer<ReceivingRtpPeer> gone;
    private final ControlThread control;
    private final PeerTransport transport;
    private final RemoteVideo video;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile State state = State.NEW;
    private volatile long deadline;
    private volatile boolean connecting;
    private volatile long consentNanos;
    private volatile MediaReceiver media;
    /** The transport's thread only. */
    private Liveness liveness;
    private Liveness.Verdict verdict = Liveness.Verdict.ALIVE;

    /**
     * Opens ports and tells the answer soon.
     *
     * @param offered what is taken of the offer
     * @param sessionId of the answer
     * @param ssrc ours, in reports
     * @param cname likewise
     * @param gone called once when the peer is closed
     * @throws MediaException if no port can be opened; nothing stays open then
     */
    ReceivingRtpPeer(StreamId stream, Identity identity, IceTerms terms, OfferedVideo offered, long sessionId,
            int ssrc, String cname, Peer.Events events, NanoClock clock, Consumer<ReceivingRtpPeer> gone)
            throws MediaException {
        this.stream = stream;
        this.offered = offered;
        this.ssrc = ssrc;
        this.cname = cname;
        this.events = events;
        this.clock = clock;
        this.gone = gone;
        video = new RemoteVideo(stream, new Wishes());
        control = new ControlThread("flathead-peer-" + stream);
        transport = new PeerTransport("flathead-rtp-" + stream, identity, terms, clock, new Listener());
        answer = new ReceivingAnswer(sessionId, offered, transport.local());
        control.start();
        transport.start();
    }

    private void connect(String sdp) {
        if (closing.get() || state != State.NEW) {
            return;
        }
        deadline = clock.nanos() + RtpPeer.CONNECT_NANOS;
        connecting = true;
        events.described(sdp);
        change(State.CONNECTING);
        if (!closing.get()) {
            transport.connect(offered.transport());
        }
    }

    private void shakeHands() {
        if (state != State.CONNECTING) {
            return;
        }
        connecting = false;
        try {
            long left = Math.max(1, (deadline - clock.nanos()) / NANOS_PER_MILLI);
            SrtpKeys keys =
                transport.handshake(offered.dtlsClient(), offered.transport().fingerprints(), (int) left);
            if (!closing.get()) {
                receiveWith(keys);
            }
        } catch (MediaException e) {
            fail(e);
        }
    }

    private void receiveWith(SrtpKeys keys) {
        RtpReceiver receiver = new RtpReceiver(settings());
        offered.parameterSets().forEach(receiver::know);
        consentNanos = clock.nanos();
        media = new MediaReceiver(receiver, new SrtpSession(keys, ssrc), transport, video);
        LOG.info("{}: connected to {} with {}", stream, transport.path().remote(), keys.profile());
        change(State.CONNECTED);
        transport.wake();
    }

    private ReceiverSettings settings() {
        var said = offered.feedback();
        int transportSequence = offered.extension(HeaderExtension.TRANSPORT_SEQUENCE);
        ReceiverSettings.Feedback feedback = new ReceiverSettings.Feedback(said.contains("nack"),
            said.contains("nack pli"), said.contains("ccm fir"), said.contains("goog-remb"),
            said.contains("transport-cc") && transportSequence != 0, true, offered.reducedRtcp());
        return new ReceiverSettings(ssrc, cname, offered.format().payloadType(), offered.rtxPayloadType(),
            transportSequence, offered.extension(HeaderExtension.CAPTURE_TIME), feedback,
            ReceiverSettings.DEFAULT_SLOTS, WallClock.OFFSET_NANOS);
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
                change(State.CONNECTED);
            }
            case SILENT -> {
                LOG.info("{}: the other side is silent", stream);
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
        change(State.FAILED);
        if (!closing.get()) {
            events.failed(cause);
        }
    }

    private void leave() {
        if (state != State.FAILED) {
            change(State.FAILED);
            if (!closing.get()) {
                events.left();
            }
        }
    }

    private MediaException noWay() {
        return new MediaException("ICE found no way to the other side, with " + transport.tried());
    }

    @Override
    public VideoSource source() {
        return video;
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
        MediaReceiver receiver = media;
        return receiver == null ? NO_NETWORK : receiver.network();
    }

    /** How well the times of capture are known. */
    CaptureClock captureClock() {
        return media.captureClock(clock.nanos());
    }

    /** What else was counted. */
    ReceiverCounters counters() {
        return media.counters();
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
        MediaReceiver receiver = media;
        if (receiver != null) {
            receiver.close(clock.nanos());
        }
        video.end(new MediaException("the peer was closed"));
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
        if (media != null) {
            LOG.debug("{}: {} {}", stream, media.counters(), media.captureClock(clock.nanos()));
        }
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
    public String toString() {
        return stream + " over rtp, " + state();
    }

    /** What the sinks wish, to the sender. */
    private final class Wishes implements RemoteVideo.Wishing {
        @Override
        public Stats.Network network() {
            return ReceivingRtpPeer.this.network();
        }

        @Override
        public boolean onPictureThread() {
            return transport.onLoop();
        }

        @Override
        public void requestKeyframe() {
            MediaReceiver receiver = media;
            if (receiver != null) {
                receiver.requestKeyframe();
            }
        }

        @Override
        public void limitBitrate(int bitsPerSecond) {
            MediaReceiver receiver = media;
            if (receiver != null) {
                receiver.limitBitrate(bitsPerSecond);
            }
        }
    }

    private final class Listener implements PeerTransport.Listener {
        @Override
        public void gathered() {
            String sdp = new ReceivingAnswer(answer.sessionId(), offered, transport.local()).sdp();
            control.post(() -> connect(sdp));
        }

        @Override
        public void candidate(String candidate) {
            control.post(() -> {
                if (!closing.get()) {
                    events.candidate(new Candidate(candidate, offered.mid(), offered.line()));
                }
            });
        }

        @Override
        public void iceConnected() {
            control.post(ReceivingRtpPeer.this::shakeHands);
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
            control.post(() -> {
                if (!closing.get() && !transport.processDtls()) {
                    leave();
                }
            });
        }

        @Override
        public void rtpArrived(ByteBuffer packet) {
            MediaReceiver receiver = media;
            if (receiver != null && !closing.get()) {
                receiver.arrived(packet, clock.nanos());
            }
        }

        @Override
        public long turn() {
            long now = clock.nanos();
            MediaReceiver receiver = media;
            if (receiver != null && (state == State.CONNECTED || state == State.DISCONNECTED)) {
                return Math.min(receiver.turn(now), live(now));
            }
            if (!connecting) {
                return Long.MAX_VALUE;
            }
            long wait = deadline - now;
            if (wait <= 0) {
                connecting = false;
                control.post(() -> fail(noWay()));
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
