package flathead.webrtc.libwebrtc.internal;

import dev.onvoid.webrtc.CreateSessionDescriptionObserver;
import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.PeerConnectionObserver;
import dev.onvoid.webrtc.RTCAnswerOptions;
import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCIceCandidate;
import dev.onvoid.webrtc.RTCIceGatheringState;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCPeerConnectionState;
import dev.onvoid.webrtc.RTCRtpTransceiver;
import dev.onvoid.webrtc.RTCSdpType;
import dev.onvoid.webrtc.RTCSessionDescription;
import dev.onvoid.webrtc.SetSessionDescriptionObserver;
import dev.onvoid.webrtc.media.video.VideoTrack;
import flathead.api.Codec;
import flathead.api.MediaException;
import flathead.api.NanoClock;
import flathead.api.Stats;
import flathead.api.StreamId;
import flathead.api.VideoSource;
import flathead.signaling.Candidate;
import flathead.signaling.Peer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A peer connection of libwebrtc that answers one offer. Everything native and every event is on the {@link Lane}; the
 * callbacks of libwebrtc's signalling thread only post to it.
 *
 * <p>The answer is told when all candidates are gathered, or none came for {@value #QUIET_MILLIS} ms after another, or
 * with those there are after {@value #GATHERING_MILLIS} ms; later ones are trickled. The second is the rule: there are
 * no ICE servers, so all candidates are the host's and come at once, but libwebrtc takes another 100 ms to find out
 * that there are no relays and no TCP ports to ask.
 */
final class ReceivingPeer implements Peer.Receiving {
    private static final Logger LOG = LoggerFactory.getLogger(ReceivingPeer.class);
    private static final long GATHERING_MILLIS = 2_000;
    private static final long QUIET_MILLIS = 25;
    private static final long ASK_NANOS = 100_000_000L;
    private static final int WAITING_CANDIDATES = 64;
    private static final int LONGEST_CANDIDATE = 2_000;

    private final StreamId stream;
    private final Peer.Events events;
    private final Lane lane;
    private final NanoClock clock;
    private final Consumer<ReceivingPeer> gone;
    private final RemoteVideo video;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicLong lastAsked;
    private volatile State state = State.NEW;
    private volatile Stats.Network network;

    // On the lane only.
    private final Deque<RTCIceCandidate> waiting = new ArrayDeque<>();
    private final List<String> gathered = new ArrayList<>();
    private RTCPeerConnection connection;
    private Future<?> deadline;
    private String offer;
    private String answer;
    private boolean offerTaken;
    private boolean described;
    private boolean failed;

    ReceivingPeer(StreamId stream, Codec first, Peer.Events events, Lane lane, NanoClock clock,
            Consumer<ReceivingPeer> gone) {
        this.stream = stream;
        this.events = events;
        this.lane = lane;
        this.clock = clock;
        this.gone = gone;
        this.network = new Stats.Network(first, 0, 0, 0, 0, 0, -1);
        this.lastAsked = new AtomicLong(clock.nanos() - ASK_NANOS);
        this.video = new RemoteVideo(stream, lane, clock, this::network);
    }

    /**
     * Takes the offer. On the lane.
     *
     * @throws MediaException if libwebrtc finds it malformed; nothing stays open then
     */
    void open(PeerConnectionFactory factory, RTCConfiguration configuration, String offer) throws MediaException {
        this.offer = offer;
        try {
            Natives.down("no peer connection", () ->
                connection = factory.createPeerConnection(configuration, new Observer()));
            Natives.down("malformed offer", () -> connection.setRemoteDescription(
                new RTCSessionDescription(RTCSdpType.OFFER, offer), new Setting("the offer", this::makeAnswer)));
        } catch (MediaException e) {
            closed.set(true);
            tearDown();
            throw e;
        }
    }

    private void makeAnswer() {
        offerTaken = true;
        for (RTCIceCandidate candidate; (candidate = waiting.poll()) != null;) {
            add(candidate);
        }
        attempt("no answer", () -> connection.createAnswer(new RTCAnswerOptions(), new Answering()));
    }

    private void answered(RTCSessionDescription description) {
        if (description.sdp.contains("\nm=video 0 ")) {
            fail("no codec in common: libwebrtc refuses every profile that was offered");
            return;
        }
        answer = ReferenceTime.agreed(offer, description.sdp);
        describeAfter(GATHERING_MILLIS);
        attempt("no answer", () -> connection.setLocalDescription(
            new RTCSessionDescription(RTCSdpType.ANSWER, answer), new Setting("our answer", () -> { })));
    }

    private void candidateGathered(RTCIceCandidate candidate) {
        if (described) {
            events.candidate(new Candidate(candidate.sdp, candidate.sdpMid, candidate.sdpMLineIndex));
        } else {
            gathered.add(candidate.sdp);
            describeAfter(QUIET_MILLIS);
        }
    }

    private void describeAfter(long millis) {
        stopWaiting();
        deadline = lane.after(millis, this::describe);
    }

    private void stopWaiting() {
        if (deadline != null) {
            deadline.cancel(false);
        }
    }

    private void describe() {
        if (described || answer == null || closed.get()) {
            return;
        }
        described = true;
        stopWaiting();
        // There is one media section, so the end of the text is the end of it.
        StringBuilder sdp = new StringBuilder(answer);
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
        if (now == State.FAILED) {
            fail("the connection failed: ICE found no way to the other side, or DTLS was refused");
        }
    }

    private void fail(String why) {
        if (!failed && !closed.get()) {
            failed = true;
            events.failed(new MediaException(why));
        }
    }

    private void attempt(String what, Natives.Call call) {
        try {
            Natives.down(what, call);
        } catch (MediaException e) {
            fail(e.getMessage());
        }
    }

    /** For the callbacks of libwebrtc: does it on the lane, unless this is closed. */
    private void post(Runnable work) {
        lane.post(() -> {
            if (!closed.get()) {
                work.run();
            }
        });
    }

    @Override
    public void remoteCandidate(Candidate candidate) {
        String text = candidate.candidate();
        if (text == null || text.isBlank() || text.length() > LONGEST_CANDIDATE) {
            LOG.debug("{}: a remote candidate of no use is ignored", stream);
            return;
        }
        String mid = candidate.sdpMid() == null ? "" : candidate.sdpMid();
        RTCIceCandidate remote = new RTCIceCandidate(mid, Math.max(0, candidate.sdpMLineIndex()), text);
        post(() -> {
            if (offerTaken) {
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

    @Override
    public State state() {
        return closed.get() ? State.CLOSED : state;
    }

    /** The counters as of the last report; asks for a new one when that was asked for 100 ms ago or more. */
    @Override
    public Stats.Network network() {
        long now = clock.nanos();
        long last = lastAsked.get();
        if (now - last >= ASK_NANOS && !closed.get() && lastAsked.compareAndSet(last, now)) {
            post(() -> attempt("no statistics", () -> connection.getStats(report -> Natives.up(() ->
                post(() -> network = NetworkReport.read(report.getStats(), network))))));
        }
        return network;
    }

    @Override
    public VideoSource source() {
        return video;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            lane.finish(this::tearDown);
        }
    }

    /** Pictures first, then the connection, then what webrtc-java forgets. On the lane. */
    private void tearDown() {
        stopWaiting();
        video.end(new MediaException("the peer was closed"));
        RTCPeerConnection last = connection;
        connection = null;
        if (last != null) {
            NativeReference reference = NativeReference.to(last);
            try {
                Natives.down("close", last::close);
                reference.giveBack();
            } catch (MediaException e) {
                LOG.warn("{}: {}", stream, e.getMessage());
            }
        }
        gone.accept(this);
    }

    @Override
    public String toString() {
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
                Natives.up(() -> post(ReceivingPeer.this::describe));
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
                    video.arrived(track);
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

    private final class Answering implements CreateSessionDescriptionObserver {
        @Override
        public void onSuccess(RTCSessionDescription description) {
            Natives.up(() -> post(() -> answered(description)));
        }

        @Override
        public void onFailure(String error) {
            Natives.up(() -> post(() -> fail("no answer: " + Natives.line(String.valueOf(error)))));
        }
    }
}
