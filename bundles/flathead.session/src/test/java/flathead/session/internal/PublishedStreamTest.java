package flathead.session.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.Codec;
import flathead.api.EncodedFrame;
import flathead.api.Feedback;
import flathead.api.MediaException;
import flathead.api.Pool;
import flathead.api.StreamId;
import flathead.api.VideoFormat;
import flathead.signaling.Candidate;
import flathead.signaling.Peer;
import flathead.signaling.SignalingClient;
import flathead.testkit.Await;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PublishedStreamTest {
    private static final VideoFormat FORMAT = new VideoFormat(Codec.H264, 64, 48, 30);

    private final FakeStack stack = new FakeStack();
    private final FakeServer server = new FakeServer();
    private final SessionThread thread = new SessionThread("test");
    private final List<Integer> limits = new CopyOnWriteArrayList<>();
    private final List<PublishedStream> closed = new CopyOnWriteArrayList<>();
    private PublishedStream stream;

    /** The signalling, as the server sees it. */
    private static final class FakeServer implements SignalingClient, SignalingClient.Conversation {
        final List<String> offers = new CopyOnWriteArrayList<>();
        final List<Candidate> candidates = new CopyOnWriteArrayList<>();
        volatile SignalingClient.Listener listener;
        volatile boolean closed;

        @Override
        public Conversation open(String cameraId, Listener to) {
            listener = to;
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

    @BeforeEach
    void open() {
        Feedback upstream = new Feedback() {
            @Override
            public void requestKeyframe() {
            }

            @Override
            public void limitBitrate(int bitsPerSecond) {
                limits.add(bitsPerSecond);
            }
        };
        stream = new PublishedStream(StreamId.local("left"), FORMAT, upstream, thread,
            () -> new Stacks.Stack(stack, "fake", 0, 0), closed::add);
        thread.call(1_000, () -> stream.signalBy(server));
    }

    @AfterEach
    void close() {
        stream.close();
        stream.close();
        assertTrue(server.closed);
        stack.peers.forEach(peer -> assertTrue(peer.closed));
        thread.close();
    }

    private void settle() {
        thread.call(1_000, () -> { });
    }

    private FakeStack.FakePeer offerAndAnswer() {
        server.listener.connected(List.of());
        settle();
        FakeStack.FakePeer peer = stack.last();
        peer.events.described("v=0 offer");
        settle();
        server.listener.answered("v=0 answer");
        settle();
        return peer;
    }

    @Test
    void wantsNothingUntilMediaCanFlow() {
        assertEquals(List.of(Feedback.NOTHING), limits);
        FakeStack.FakePeer peer = offerAndAnswer();
        assertEquals(List.of("v=0 offer"), server.offers);
        assertEquals(List.of("v=0 answer"), peer.answers);
        peer.upstream.limitBitrate(Feedback.UNLIMITED);
        assertEquals(List.of(Feedback.NOTHING, Feedback.UNLIMITED), limits);
        try (EncodedFrame unit = Pool.ofEncoded(FORMAT, 1, 8).tryTake()) {
            assertTrue(stream.offer(unit));
        }
        assertEquals(1, peer.offered);
    }

    @Test
    void theNextPeerOffersWhatTheStreamHasBecome() {
        offerAndAnswer();
        VideoFormat larger = new VideoFormat(Codec.H264, 1280, 720, 30);
        try (EncodedFrame unit = Pool.ofEncoded(larger, 1, 8).tryTake()) {
            stream.offer(unit);
        }
        server.listener.disconnected("restarted");
        offerAndAnswer();
        assertEquals(List.of(FORMAT, larger), stack.published);
    }

    @Test
    void candidatesGoBothWays() {
        FakeStack.FakePeer peer = offerAndAnswer();
        Candidate candidate = new Candidate("candidate:1", "0", 0);
        server.listener.candidate(candidate);
        peer.events.candidate(candidate);
        settle();
        assertEquals(List.of(candidate), peer.candidates);
        assertEquals(List.of(candidate), server.candidates);
    }

    @Test
    void aServerThatComesBackGetsANewOfferAtOnce() {
        FakeStack.FakePeer first = offerAndAnswer();
        server.listener.disconnected("restarted");
        settle();
        assertTrue(first.closed);
        assertEquals(Feedback.NOTHING, limits.get(limits.size() - 1));
        FakeStack.FakePeer second = offerAndAnswer();
        assertEquals(2, stack.peers.size());
        assertFalse(second.closed);
        first.upstream.limitBitrate(Feedback.UNLIMITED);
        assertEquals(Feedback.NOTHING, limits.get(limits.size() - 1), "who is gone has no wishes");
    }

    @Test
    void afterARefusalItTriesAgain() {
        offerAndAnswer();
        server.listener.refused("Failed to process offer");
        Await.until("another peer", () -> stack.peers.size() == 2);
        assertTrue(stack.peers.get(0).closed);
    }

    @Test
    void afterABadAnswerAndAfterAFailureItTriesAgain() {
        server.listener.connected(List.of());
        settle();
        server.listener.answered("garbage");
        Await.until("another peer", () -> stack.peers.size() == 2);
        stack.last().events.state(Peer.State.CONNECTED);
        stack.last().events.failed(new MediaException("the connection is lost"));
        Await.until("a third", () -> stack.peers.size() == 3);
    }

    @Test
    void changesTheWayToTheServerAndTheStackUnderIt() {
        FakeStack.FakePeer peer = offerAndAnswer();
        FakeServer other = new FakeServer();
        thread.call(1_000, () -> stream.signalBy(other));
        assertTrue(server.closed && peer.closed);
        other.listener.connected(List.of());
        settle();
        assertEquals(2, stack.peers.size());
        thread.call(1_000, () -> stream.stackGone(stack));
        assertTrue(stack.peers.get(1).closed);
        assertEquals(3, stack.peers.size());
        thread.call(1_000, () -> stream.signalBy(null));
        assertTrue(other.closed && stack.last().closed);
        server.closed = true;
    }
}
