package flathead.session.internal;

import flathead.signaling.Candidate;
import flathead.signaling.SignalingClient;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The signalling, as the server sees it. */
class FakeServer implements SignalingClient, SignalingClient.Conversation {
    final List<String> offers = new CopyOnWriteArrayList<>();
    final List<Candidate> candidates = new CopyOnWriteArrayList<>();
    final List<String> cameras = new CopyOnWriteArrayList<>();
    volatile SignalingClient.Listener listener;
    volatile boolean closed;

    @Override
    public Conversation open(String cameraId, Listener to) {
        listener = to;
        cameras.add(cameraId);
        closed = false;
        return this;
    }

    @Override
    public void offer(String sdp) {
        offers.add(sdp);
    }

    @Override
    public void candidate(Candidate candidate) {
        candidates.add(candidate);
    }

    @Override
    public void close() {
        closed = true;
    }
}
