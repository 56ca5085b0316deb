package flathead.signaling.whip.client.internal;

import flathead.signaling.Candidate;
import flathead.signaling.IceServer;
import flathead.signaling.SignalingClient;
import java.util.ArrayList;
import java.util.List;

/** Writes down what a listener hears. */
final class Heard implements SignalingClient.Listener {
    final List<String> words = new ArrayList<>();

    String last() {
        return words.get(words.size() - 1);
    }

    @Override
    public void connected(List<IceServer> servers) {
        words.add("connected " + servers);
    }

    @Override
    public void answered(String sdp) {
        words.add("answered " + sdp);
    }

    @Override
    public void candidate(Candidate candidate) {
        words.add("candidate");
    }

    @Override
    public void refused(String message) {
        words.add("refused " + message);
    }

    @Override
    public void disconnected(String why) {
        words.add("disconnected " + why);
    }
}
