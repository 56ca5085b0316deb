package flathead.session.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.Codec;
import flathead.api.EncodedFrame;
import flathead.api.Feedback;
import flathead.api.MediaException;
import flathead.api.Pool;
import flathead.api.StreamId;
import flathead.api.VideoFormat;
import flathead.signaling.Candidate;
import flathead.signaling.IceServer;
import flathead.signaling.Peer;
import flathead.signaling.PeerFactory;
import flathead.testkit.Await;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PublishedStreamTest {
    private static final VideoFormat FORMAT = new VideoFormat(Codec.H264, 64, 48, 30);
    private static final IceServer OURS = new IceServer(List.of("stun:stun.example.org:3478"), "", "");

    private final FakeStack stack = new FakeStack();
    /** Takes raw pictures. */
    private final FakeStack encoder = new FakeStack(Codec.I420, Codec.NV12);
    private volatile List<Form> forms = Form.of("auto");
    private final FakeServer server = new FakeServer();
    private final SessionThread thread = new SessionThread("test");
    private final List<Integer> limits = new CopyOnWriteArrayList<>();
    private final Terms terms = new Terms(new Stacks(), () -> forms, () -> List.of(() -> List.of(OURS)));
    private PublishedStream stream;
    private Way encoded;

    @BeforeEach
    void open() {
        terms.stacks().put(stack, Map.of(PeerFactory.NAME, "fake"));
        stream = new PublishedStream(StreamId.local("left"), "test", server, thread, terms);
        encoded = enter(Form.ENCODED, FORMAT, limits);
        settle();
    }

    private Way enter(Form form, VideoFormat format, List<Integer> wishes) {
        return stream.enter(form, format, new Feedback() {
            @Override
            public void requestKeyframe() {
            }

            @Override
            public void limitBitrate(int bitsPerSecond) {
                wishes.add(bitsPerSecond);
            }
        });
    }

    @AfterEach
    void close() {
        encoded.close();
        encoded.close();
        stream.close();
        assertTrue(server.closed);
        stack.peers.forEach(peer -> assertTrue(peer.closed));
        encoder.peers.forEach(peer -> assertTrue(peer.closed));
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
            assertTrue(encoded.offer(unit));
        }
        assertEquals(1, peer.offered);
    }

    @Test
    void theNextPeerOffersWhatTheStreamHasBecome() {
        offerAndAnswer();
        VideoFormat larger = new VideoFormat(Codec.H264, 1280, 720, 30);
        try (EncodedFrame unit = Pool.ofEncoded(larger, 1, 8).tryTake()) {
            encoded.offer(unit);
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
    void changesTheStackUnderIt() {
        FakeStack.FakePeer peer = offerAndAnswer();
        thread.call(1_000, () -> stream.stackGone(stack));
        assertTrue(peer.closed);
        assertEquals(2, stack.peers.size());
    }

    @Test
    void usesTheIceServersThatAreConfiguredAndThoseThatTheServerNames() {
        IceServer theirs = new IceServer(List.of("turn:turn.example.org?transport=tcp"), "user", "secret");
        server.listener.connected(List.of(theirs));
        settle();
        assertEquals(List.of(List.of(OURS, theirs)), stack.servers);
    }

    private final List<Integer> rawLimits = new CopyOnWriteArrayList<>();

    private Way enterRaw() {
        terms.stacks().put(encoder, Map.of(PeerFactory.NAME, "encoder"));
        return enter(Form.RAW, FORMAT.as(Codec.NV12), rawLimits);
    }

    @Test
    void whoRefusesWhatAnEncoderMadeIsOfferedRawPicturesAtOnce() {
        Way raw = enterRaw();
        server.listener.connected(List.of());
        settle();
        assertEquals(0, encoder.peers.size());
        server.listener.refused("Failed to process offer");
        settle();
        assertTrue(stack.last().closed);
        assertEquals(List.of(FORMAT.as(Codec.NV12)), encoder.published);
        encoder.last().upstream.limitBitrate(Feedback.UNLIMITED);
        assertEquals(List.of(Feedback.NOTHING, Feedback.UNLIMITED), rawLimits);
        assertEquals(Feedback.NOTHING, limits.get(limits.size() - 1));
        server.listener.answered("v=0 answer");
        encoder.last().events.failed(new MediaException("the connection is lost"));
        Await.until("another of the same", () -> encoder.peers.size() == 2);
        server.listener.refused("no");
        Await.until("from the start, after a pause", () -> stack.peers.size() == 2);
        server.listener.refused("no");
        Await.until("and again", () -> encoder.peers.size() == 3);
        server.listener.disconnected("restarted");
        server.listener.connected(List.of());
        Await.until("who comes back may be another", () -> stack.peers.size() == 3);
        raw.close();
    }

    /** Some servers answer in any case, and have nothing in common with the offer. */
    @Test
    void anAnswerOfNoUseIsARefusal() {
        Way raw = enterRaw();
        server.listener.connected(List.of());
        settle();
        server.listener.answered("m=video 0");
        settle();
        assertTrue(stack.last().closed);
        assertEquals(1, encoder.peers.size());
        raw.close();
    }

    @Test
    void aSessionThatTheServerEndsIsNoRefusal() {
        Way raw = enterRaw();
        offerAndAnswer();
        server.listener.refused("The receiver was stopped");
        Await.until("another peer", () -> stack.peers.size() == 2);
        assertEquals(0, encoder.peers.size());
        raw.close();
    }

    @Test
    void withoutAnEncoderItWaitsForOne() {
        Way raw = enterRaw();
        encoded.close();
        server.listener.connected(List.of());
        settle();
        assertEquals(0, stack.peers.size() + encoder.peers.size());
        encoded = enter(Form.ENCODED, FORMAT, limits);
        settle();
        assertEquals(1, stack.peers.size());
        raw.close();
    }

    @Test
    void withoutAStackThatSendsWhatEncodersMakeItSendsRawPicturesUntilThereIsOne() {
        Way raw = enterRaw();
        terms.stacks().remove(stack);
        server.listener.connected(List.of());
        settle();
        assertEquals(1, encoder.peers.size());
        terms.stacks().put(stack, Map.of(PeerFactory.NAME, "fake"));
        thread.call(1_000, stream::reconsider);
        assertTrue(encoder.last().closed);
        assertEquals(1, stack.peers.size());
        raw.close();
    }

    @Test
    void sendsInTheFormThatIsAskedFor() {
        forms = Form.of("raw");
        Way raw = enterRaw();
        server.listener.connected(List.of());
        settle();
        assertEquals(1, encoder.peers.size());
        raw.close();
        settle();
        assertTrue(encoder.last().closed);
        assertEquals(0, stack.peers.size());
    }

    @Test
    void whoEntersAfterTheLastHasLeftIsSentAway() {
        encoded.close();
        assertTrue(server.closed);
        assertNull(stream.enter(Form.ENCODED, FORMAT, Feedback.NONE));
    }
}
