package flathead.signaling.wish;

import flathead.signaling.Candidate;
import flathead.signaling.OfferHandler;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Takes offers and does nothing by itself. */
final class FakeHandler implements OfferHandler {
    final List<Session> sessions = new ArrayList<>();

    @Override
    public OfferHandler.Session offered(String clientId, String origin, String cameraId, String sdp, Reply reply) {
        if (sdp.contains("throw")) {
            throw new IllegalStateException("as the test wants it");
        }
        Session session = new Session(clientId, origin, cameraId, sdp, reply);
        sessions.add(session);
        if (sdp.contains("at once")) {
            reply.answer("v=0 answer");
        }
        return session;
    }

    Session last() {
        return sessions.get(sessions.size() - 1);
    }

    /** One that was offered. */
    static final class Session implements OfferHandler.Session {
        final String client;
        final String origin;
        final String camera;
        final String sdp;
        final Reply reply;
        final List<Candidate> candidates = new ArrayList<>();
        int closed;

        Session(String client, String origin, String camera, String sdp, Reply reply) {
            this.client = client;
            this.origin = origin;
            this.camera = camera;
            this.sdp = sdp;
            this.reply = reply;
        }

        @Override
        public void candidate(Candidate candidate) {
            candidates.add(candidate);
        }

        @Override
        public String state() {
            return "connected";
        }

        @Override
        public Instant createdAt() {
            return Instant.EPOCH;
        }

        @Override
        public void close() {
            closed++;
        }
    }
}
