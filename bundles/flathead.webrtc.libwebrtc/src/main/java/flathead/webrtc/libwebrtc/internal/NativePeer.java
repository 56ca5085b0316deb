package flathead.webrtc.libwebrtc.internal;

import dev.onvoid.webrtc.CreateSessionDescriptionObserver;
import dev.onvoid.webrtc.PeerConnectionObserver;
import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCIceCandidate;
import dev.onvoid.webrtc.RTCIceGatheringState;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCPeerConnectionState;
import dev.onvoid.webrtc.RTCRtpTransceiver;
import dev.onvoid.webrtc.RTCSdpType;
import dev.onvoid.webrtc.RTCSessionDescription;
import dev.onvoid.webrtc.RTCStats;
import dev.onvoid.webrtc.SetSessionDescriptionObserver;
import dev.onvoid.webrtc.media.video.VideoTrack;
import flathead.api.MediaException;
import flathead.api.NanoClock;
import flathead.api.Stats;
import flathead.api.StreamId;
import flathead.signaling.Candidate;
import flathead.signaling.Peer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A peer connection of libwebrtc. Everything native and every event is on the {@link Lane}; the callbacks of
 * libwebrtc's signalling thread only post to it.
 *
 * <p>Our description is told when all candidates are gathered, or with those there are after {@value #GATHERING_MILLIS}
 * ms; later ones are trickled. One that is hasty tells it as soon as none came for {@value #QUIET_MILLIS} ms after
 * another: without ICE servers all candidates are the host's and come at once, but libwebrtc takes another 100 ms to
 * find out that there are no relays and no TCP ports to ask.
 */
abstract class NativePeer implements Peer {
    private static final Logger LOG = LoggerFactory.getLogger(NativePeer.class);
    private static final long GATHERING_MILLIS = 2_000;
    private static final long QUIET_MILLIS = 25;
    private static final long ASK_NANOS = 100_000_000L;
    private static final int WAITING_CANDIDATES = 64;
    private static final int LONGEST_CANDIDATE = 2_000;

    private final StreamId stream;
    private final Peer.Events events;
    private final Lane lane;
    private final NanoClock clock;
    private final Consumer<NativePeer> gone;
    private final boolean hasty;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicLong lastAsked;
    private volatile State state = State.NEW;

    // On the lane only.
    private final Deque<RTCIceCandidate> waiting = new ArrayDeque<>();
    private final List<String> gathered = new ArrayList<>();
    private RTCPeerConnection connection;
    private Future<?> deadline;
    private String description;
    private boolean remoteTaken;
    private boolean described;
    private boolean failed;

    /**
     * Opens nothing yet.
     *
     * @param hasty whether the description need not wait for the end of the gathering
     * @param gone told on the lane that this is closed
     */
    NativePeer(StreamId stream, Peer.Events events, Lane lane, NanoClock clock, boolean hasty,
            Consumer<NativePeer> gone) {
        this.stream = stream;
        this.events = events;
        this.lane = lane;
        this.clock = clock;
        this.hasty = hasty;
        this.gone = gone;
        this.lastAsked = new AtomicLong(clock.nanos() - ASK_NANOS);
    }

    /** Makes the first step towards our description. On the lane. */
    abstract void begin(NativeStack stack, RTCPeerConnection with) throws MediaException;

    /** Stops what brings or takes pictures. On the lane; before the connection is closed, if there is one. */
    abstract void ending(RTCPeerConnection last);

    /** Frees what the connection used. On the lane. */
    void ended() {
    }

    /** What libwebrtc counted. On the lane. */
    abstract void reported(Map<String, RTCStats> report);

    /** The counters as of the last report. */
    abstract Stats.Network lastNetwork();

    /** Our plain description is made; {@link #describe} follows, or a failure. On the lane. */
    abstract void created(String sdp);

    /** The other side's video is there. On the lane. */
    void arrived(VideoTrack track) {
    }

    /** The state changed, and was told. On the lane. */
    void stateChanged(State now) {
    }

    /**
     * Connects to libwebrtc. On the lane.
     *
     * @throws MediaException if libwebrtc refuses; nothing stays open then
     */
    final void open(NativeStack stack, RTCConfiguration configuration) throws MediaException {
        try {
            if (closed.get()) {
                throw new MediaException(stream + ": given up before it was opened");
            }
            Natives.down("no peer connection", () ->
                connection = stack.factory().createPeerConnection(configuration, new Observer()));
            begin(stack, connection);
        } catch (MediaException e) {
            closed.set(true);
            tearDown();
            throw e;
        }
    }

    /** Applies our description, and tells it when it has its candidates. On the lane. */
    final void describe(RTCSdpType type, String sdp) {
        description = sdp;
        describeAfter(GATHERING_MILLIS);
        attempt("no " + word(type), () -> connection.setLocalDescription(
            new RTCSessionDescription(type, sdp), new Setting("our " + word(type), () -> { })));
    }

    /**
     * Applies the other side's description. On the lane.
     *
     * @param then on the lane, when it was taken
     * @throws MediaException if it is malformed; what is found out later fails the peer
     */
    final void take(RTCSdpType type, String sdp, Runnable then) throws MediaException {
        if (connection == null) {
            throw new MediaException(stream + ": the peer is closed");
        }
        Natives.down("malformed " + word(type), () -> connection.setRemoteDescription(
            new RTCSessionDescription(type, sdp), new Setting("the " + word(type), () -> {
                remoteTaken = true;
                for (RTCIceCandidate candidate; (candidate = waiting.poll()) != null;) {
                    add(candidate);
                }
                then.run();
            })));
    }

    private static String word(RTCSdpType type) {
        return type == RTCSdpType.OFFER ? "offer" : "answer";
    }

    private void candidateGathered(RTCIceCandidate candidate) {
        if (described) {
            events.candidate(new Candidate(candidate.sdp, candidate.sdpMid, candidate.sdpMLineIndex));
            return;
        }
        gathered.add(candidate.sdp);
        if (hasty) {
            describeAfter(QUIET_MILLIS);
        }
    }

    private void describeAfter(long millis) {
        stopWaiting();
        deadline = lane.after(millis, this::tell);
    }

    private void stopWaiting() {
        if (deadline != null) {
            deadline.cancel(false);
        }
    }

    private void tell() {
        if (described || description == null || closed.get()) {
            return;
        }
        described = true;
        stopWaiting();
        // There is one media section, so the end of the text is the end of it.
        StringBuilder sdp = new StringBuilder(description);
        for (String candidate : gathered) {
            sdp.append("a=").append(candidate).append("\r\n");
        }
        events.described(sdp.toString());
    }

    private void changed(RTCPeerConnectionState reported) {
        State now = State.valueOf(reported.name());
        if (now == state) {
            return;
        }
        state = now;
        LOG.debug("{}: {}", stream, now.w3c());
        events.state(now);
        if (closed.get()) {
            return;
        }
        stateChanged(now);
        if (now == State.FAILED) {
            fail("the connection failed: ICE found no way to the other side, or DTLS was refused");
        }
    }

    /** It is over. On the lane. */
    final void fail(String why) {
        if (!failed && !closed.get()) {
            failed = true;
            events.failed(new MediaException(why));
        }
    }

    /** Calls down; a refusal is the end. On the lane. */
    final void attempt(String what, Natives.Call call) {
        try {
            Natives.down(what, call);
        } catch (MediaException e) {
            fail(e.getMessage());
        }
    }

    /** For the callbacks of libwebrtc: does it on the lane, unless this is closed. */
    final void post(Runnable work) {
        lane.post(() -> {
            if (!closed.get()) {
                work.run();
            }
        });
    }

    @Override
    public final void remoteCandidate(Candidate candidate) {
        String text = candidate.candidate();
        if (text == null || text.isBlank() || text.length() > LONGEST_CANDIDATE) {
            LOG.debug("{}: a remote candidate of no use is ignored", stream);
            return;
        }
        String mid = candidate.sdpMid() == null ? "" : candidate.sdpMid();
        RTCIceCandidate remote = new RTCIceCandidate(mid, Math.max(0, candidate.sdpMLineIndex()), text);
        post(() -> {
            if (remoteTaken) {
                add(remote);
            } else if (waiting.size() < WAITING_CANDIDATES) {
                waiting.add(remote);
            }
        });
    }

    private void add(RTCIceCandidate candidate) {
        try {
            Natives.down("remote candidate", () -> connection.addIceCandidate(candidate));
        } catch (MediaException e) {
            LOG.debug("{}: ignored: {}", stream, e.getMessage());
        }
    }

    final StreamId stream() {
        return stream;
    }

    final boolean isClosed() {
        return closed.get();
    }

    @Override
    public final State state() {
        return closed.get() ? State.CLOSED : state;
    }

    /** The counters as of the last report; asks for a new one when that was asked for 100 ms ago or more. */
    @Override
    public final Stats.Network network() {
        long now = clock.nanos();
        long last = lastAsked.get();
        if (now - last >= ASK_NANOS && !closed.get() && lastAsked.compareAndSet(last, now)) {
            post(() -> attempt("no statistics", () -> connection.getStats(report -> Natives.up(() ->
                post(() -> reported(report.getStats()))))));
        }
        return lastNetwork();
    }

    @Override
    public final void close() {
        if (closed.compareAndSet(false, true)) {
            lane.finish(this::tearDown);
        }
    }

    /** Closes it without waiting, whether it was opened by now or will be. */
    final void abandon() {
        if (closed.compareAndSet(false, true)) {
            lane.post(this::tearDown);
        }
    }

    /** Pictures first, then the connection, then what webrtc-java forgets. On the lane. */
    private void tearDown() {
        stopWaiting();
        RTCPeerConnection last = connection;
        connection = null;
        ending(last);
        if (last != null) {
            NativeReference reference = NativeReference.to(last);
            try {
                Natives.down("close", last::close);
                reference.giveBack();
            } catch (MediaException e) {
                LOG.warn("{}: {}", stream, e.getMessage());
            }
        }
        ended();
        gone.accept(this);
    }

    @Override
    public final String toString() {
        return stream + " over libwebrtc, " + state();
    }

    /** What libwebrtc's signalling thread tells. */
    private final class Observer implements PeerConnectionObserver {
        @Override
        public void onConnectionChange(RTCPeerConnectionState to) {
            Natives.up(() -> post(() -> changed(to)));
        }

        @Override
        public void onIceGatheringChange(RTCIceGatheringState to) {
            if (to == RTCIceGatheringState.COMPLETE) {
                Natives.up(() -> post(NativePeer.this::tell));
            }
        }

        @Override
        public void onIceCandidate(RTCIceCandidate candidate) {
            Natives.up(() -> post(() -> candidateGathered(candidate)));
        }

        @Override
        public void onTrack(RTCRtpTransceiver transceiver) {
            Natives.up(() -> post(() -> {
                if (transceiver.getReceiver().getTrack() instanceof VideoTrack track) {
                    arrived(track);
                }
            }));
        }
    }

    private final class Setting implements SetSessionDescriptionObserver {
        private final String what;
        private final Runnable then;

        Setting(String what, Runnable then) {
            this.what = what;
            this.then = then;
        }

        @Override
        public void onSuccess() {
            Natives.up(() -> post(then));
        }

        @Override
        public void onFailure(String error) {
            Natives.up(() -> post(() -> fail(what + " was refused: " + Natives.line(String.valueOf(error)))));
        }
    }

    /** Waits for libwebrtc to make our description. */
    final class Creating implements CreateSessionDescriptionObserver {
        @Override
        public void onSuccess(RTCSessionDescription made) {
            Natives.up(() -> post(() -> created(made.sdp)));
        }

        @Override
        public void onFailure(String error) {
            Natives.up(() -> post(() -> fail("no description: " + Natives.line(String.valueOf(error)))));
        }
    }
}
