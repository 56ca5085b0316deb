package flathead.webrtc.libwebrtc.internal;

import flathead.api.MediaException;
import flathead.signaling.Candidate;
import flathead.signaling.Peer;
import flathead.testkit.Await;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what a peer told, and on which threads. */
class Recorder implements Peer.Events {
    final List<Peer.State> states = new CopyOnWriteArrayList<>();
    final List<Candidate> candidates = new CopyOnWriteArrayList<>();
    final List<String> threads = new CopyOnWriteArrayList<>();
    volatile String answer;
    volatile MediaException failure;

    private void seen() {
        threads.add(Thread.currentThread().getName());
    }

    @Override
    public void described(String sdp) {
        seen();
        answer = sdp;
    }

    @Override
    public void candidate(Candidate candidate) {
        seen();
        candidates.add(candidate);
    }

    @Override
    public void state(Peer.State state) {
        seen();
        states.add(state);
    }

    @Override
    public void failed(MediaException cause) {
        seen();
        failure = cause;
    }

    String awaitAnswer() {
        Await.until("an answer", () -> answer != null || failure != null);
        if (failure != null) {
            throw new AssertionError("failed instead of answering", failure);
        }
        return answer;
    }

    MediaException awaitFailure() {
        Await.until("a failure", java.time.Duration.ofSeconds(40), () -> failure != null);
        return failure;
    }
}
