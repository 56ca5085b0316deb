package flathead.signaling.socketio.server.internal;

import flathead.signaling.Candidate;
import flathead.signaling.OfferHandler;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers any offer but {@code refuse} and {@code throw}, tells a candidate, and echoes the candidates it is told. */
final class EchoHandler implements OfferHandler {
    static final Candidate OURS = new Candidate("candidate:1 of the server", "0", 0);
    final List<Echo> sessions = new CopyOnWriteArrayList<>();

    @Override
    public Session offered(String clientId, String origin, String cameraId, String sdp, Reply reply) {
        if (sdp.equals("throw")) {
            throw new IllegalStateException("as the test wants it");
        }
        Echo echo = new Echo(clientId, origin, cameraId, sdp, reply);
        sessions.removeIf(before -> before.clientId.equals(clientId) && before.cameraId.equals(cameraId));
        sessions.add(echo);
        if (sdp.equals("refuse")) {
            reply.error("Failed to process offer");
            sessions.remove(echo);
        } else {
            reply.answer("answer to " + sdp);
            reply.candidate(OURS);
        }
        return echo;
    }

    /** Its sessions that are not closed. */
    List<Echo> open() {
        return sessions.stream().filter(each -> each.closed.get() == 0).toList();
    }

    /** A session. */
    static final class Echo implements Session {
        final String clientId;
        final String origin;
        final String cameraId;
        final String sdp;
        final Reply reply;
        final List<Candidate> candidates = new CopyOnWriteArrayList<>();
        final AtomicInteger closed = new AtomicInteger();
        private final Instant createdAt = Instant.now();

        Echo(String clientId, String origin, String cameraId, String sdp, Reply reply) {
            this.clientId = clientId;
            this.origin = origin;
            this.cameraId = cameraId;
            this.sdp = sdp;
            this.reply = reply;
        }

        @Override
        public void candidate(Candidate candidate) {
            candidates.add(candidate);
            reply.candidate(candidate);
        }

        @Override
        public String state() {
            return "connected";
        }

        @Override
        public Instant createdAt() {
            return createdAt;
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }
}
