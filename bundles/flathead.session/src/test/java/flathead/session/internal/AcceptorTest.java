package flathead.session.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.Codec;
import flathead.api.Feedback;
import flathead.api.MediaException;
import flathead.api.StreamId;
import flathead.api.VideoFormat;
import flathead.signaling.Candidate;
import flathead.signaling.OfferHandler;
import flathead.signaling.IceServer;
import flathead.signaling.Peer;
import flathead.signaling.PeerFactory;
import flathead.testkit.Await;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AcceptorTest {
    private static final OfferHandler.Reply NOBODY = new OfferHandler.Reply() {
        @Override
        public void answer(String sdp) {
        }

        @Override
        public void candidate(Candidate candidate) {
        }

        @Override
        public void error(String message) {
        }
    };

    private final FakeStack stack = new FakeStack();
    private final CountDownLatch slow = new CountDownLatch(1);
    private final Acceptor acceptor = new Acceptor(null, Map.of());

    /** Takes its time for the first offer. */
    private final PeerFactory slowly = new PeerFactory() {
        @Override
        public List<Codec> sends() {
            return List.of();
        }

        @Override
        public List<Codec> receives() {
            return stack.receives();
        }

        @Override
        public Peer.Publishing publish(StreamId stream, VideoFormat format, List<IceServer> servers, Feedback upstream,
            Peer.Events events)
                throws MediaException {
            throw new MediaException("only receives");
        }

        @Override
        public Peer.Receiving receive(StreamId stream, String offer, List<IceServer> servers, Peer.Events events)
                throws MediaException {
            Peer.Receiving peer = stack.receive(stream, offer, List.of(), events);
            try {
                slow.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return peer;
        }
    };

    @AfterEach
    void close() {
        acceptor.deactivate();
        assertTrue(stack.peers.stream().allMatch(peer -> peer.closed));
    }

    private OfferHandler.Session offer(String camera) {
        return acceptor.offered("socket", "10.0.0.7", camera, "v=0", NOBODY);
    }

    @Test
    void ofOffersThatComeTooFastOnlyTheLastIsAnswered() {
        acceptor.putPeers(slowly, Map.of());
        OfferHandler.Session first = offer("left");
        Await.until("the first is being answered", () -> stack.peers.size() == 1);
        OfferHandler.Session last = first;
        for (int i = 0; i < 100; i++) {
            last = offer("left");
        }
        OfferHandler.Session takenBack = offer("right");
        takenBack.close();
        OfferHandler.Session other = offer("rear");
        slow.countDown();
        Await.until("the last are answered", () -> stack.peers.size() == 3);
        Await.until("the first is replaced", () -> first.state().equals("closed"));
        assertEquals("connecting", last.state());
        assertEquals("connecting", other.state());
        assertEquals("closed", takenBack.state());
        assertEquals(List.of("left", "left", "rear"), stack.peers.stream().map(peer -> peer.stream.camera()).toList());
    }

    @Test
    void aCameraOfferedAgainIsReplaced() {
        acceptor.putPeers(stack, Map.of());
        OfferHandler.Session first = offer("left");
        Await.until("answered", () -> first.state().equals("connecting"));
        OfferHandler.Session second = offer("left");
        Await.until("replaced", () -> first.state().equals("closed") && second.state().equals("connecting"));
        second.close();
        Await.until("taken back", () -> second.state().equals("closed"));
        OfferHandler.Session third = offer("left");
        Await.until("answered again", () -> third.state().equals("connecting"));
        assertEquals(3, stack.peers.size());
    }
}
