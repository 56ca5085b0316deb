package flathead.session.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.Codec;
import flathead.api.Feedback;
import flathead.api.Media;
import flathead.api.MediaException;
import flathead.api.StreamId;
import flathead.api.StreamStatus;
import flathead.api.VideoFormat;
import flathead.api.VideoSink;
import flathead.signaling.Candidate;
import flathead.signaling.OfferHandler;
import flathead.signaling.OfferHandler.Refusal;
import flathead.signaling.Peer;
import flathead.testkit.Await;
import flathead.testkit.Frames;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

class ViewersTest {
    private static final StreamId LEFT = new StreamId("left", "robot", "left", 1);
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final VideoFormat FORMAT = new VideoFormat(Codec.H264, 640, 480, 30);

    private final List<String> services = new CopyOnWriteArrayList<>();
    private final List<String> wishes = new CopyOnWriteArrayList<>();
    private final FakeStack stack = new FakeStack();
    private final Viewers viewers = new Viewers(context());
    private final Frames frames = new Frames(FORMAT);
    private int clients;

    private BundleContext context() {
        return (BundleContext) Proxy.newProxyInstance(ViewersTest.class.getClassLoader(),
            new Class<?>[] {BundleContext.class}, (self, method, arguments) -> {
                services.add(method.getName());
                return Proxy.newProxyInstance(ViewersTest.class.getClassLoader(),
                    new Class<?>[] {ServiceRegistration.class}, (registration, called, with) -> {
                        services.add(called.getName());
                        return null;
                    });
            });
    }

    /** What one viewer was told. */
    private static final class Told implements OfferHandler.Reply {
        final List<String> told = new CopyOnWriteArrayList<>();

        @Override
        public void answer(String sdp) {
            told.add("answer " + sdp);
        }

        @Override
        public void candidate(Candidate candidate) {
            told.add("candidate");
        }

        @Override
        public void error(String message) {
            told.add("error " + message);
        }

        @Override
        public void refused(Refusal kind, String why) {
            told.add(kind + ": " + why);
        }

        void await(String what) {
            Await.until(() -> what + "; told " + told, LIMIT,
                () -> told.stream().anyMatch(each -> each.startsWith(what)));
        }
    }

    @BeforeEach
    void start() {
        viewers.putPeers(stack, Map.of());
    }

    @AfterEach
    void stop() {
        viewers.deactivate();
        assertEquals(0, frames.inFlight());
    }

    private VideoSink.Outlet stream() {
        return viewers.open(LEFT, FORMAT, new Feedback() {
            @Override
            public void requestKeyframe() {
                wishes.add("keyframe");
            }

            @Override
            public void limitBitrate(int bitsPerSecond) {
                wishes.add("limit " + bitsPerSecond);
            }
        });
    }

    private OfferHandler.Session look(String stream, Told told) {
        return viewers.offered("whep-" + ++clients, "a test", stream, "v=0", told);
    }

    private FakeStack.FakePeer looks() {
        int before = stack.peers.size();
        look("left", new Told());
        Await.until("a peer", () -> stack.peers.size() == before + 1);
        return stack.last();
    }

    private void awaitLast(String wish) {
        Await.until(() -> wish + "; " + wishes, LIMIT, () -> wishes.get(wishes.size() - 1).equals(wish));
    }

    private long keyframes() {
        return wishes.stream().filter("keyframe"::equals).count();
    }

    private void offer(VideoSink.Outlet outlet) {
        try (Media media = frames.next(0)) {
            assertTrue(outlet.offer(media), "whatever the viewers do");
        }
    }

    @Test
    void theSinkIsThereWhileAStackServes() {
        Await.until("registered", () -> services.contains("registerService"));
        assertEquals(List.of(Codec.H264), viewers.accepts());
        viewers.removePeers(stack);
        Await.until("unregistered", () -> services.contains("unregister"));
    }

    @Test
    void eachPictureGoesToEveryViewerAndWhoIsSlowHurtsOnlyItself() {
        VideoSink.Outlet outlet = stream();
        assertEquals(List.of("limit 0"), wishes, "nobody looks");
        FakeStack.FakePeer first = looks();
        FakeStack.FakePeer slow = looks();
        slow.takes = false;
        assertEquals(List.of("limit 0"), wishes, "nothing can flow yet");
        first.upstream.limitBitrate(2_000_000);
        slow.upstream.limitBitrate(100_000);
        awaitLast("limit 2000000");
        offer(outlet);
        offer(outlet);
        assertEquals(2, first.offered);
        assertEquals(2, slow.offered);
        assertEquals(2, outlet.stats().out());
        first.upstream.limitBitrate(Feedback.NOTHING);
        awaitLast("limit 100000");
        assertEquals(List.of("limit 0", "limit 2000000", "limit 100000"), wishes, "the slow one rules when alone");
    }

    @Test
    void whoAsksForOneKeyframeAfterAnotherHasOneASecond() {
        stream();
        FakeStack.FakePeer first = looks();
        for (int i = 0; i < 100; i++) {
            first.upstream.requestKeyframe();
        }
        looks();
        long asked = keyframes();
        assertTrue(asked >= 2 && asked < 10, "asked " + asked);
        looks().upstream.requestKeyframe();
        Await.until(() -> "another may: " + wishes, LIMIT, () -> keyframes() >= asked + 1);
    }

    @Test
    void whoGoesIsNotGivenAnything() {
        VideoSink.Outlet outlet = stream();
        Told told = new Told();
        OfferHandler.Session session = look("left", told);
        Await.until("a peer", () -> stack.peers.size() == 1);
        FakeStack.FakePeer peer = stack.last();
        peer.events.described("v=0 answer");
        told.await("answer v=0 answer");
        peer.events.state(Peer.State.CONNECTED);
        peer.upstream.limitBitrate(Feedback.UNLIMITED);
        awaitLast("limit " + Feedback.UNLIMITED);
        session.candidate(new Candidate("candidate:1", "0", 0));
        Await.until("the candidate", () -> peer.candidates.size() == 1);
        session.close();
        Await.until("closed", () -> peer.closed && session.state().equals("closed"));
        awaitLast("limit 0");
        offer(outlet);
        assertEquals(0, peer.offered);
        assertEquals(1, told.told.size(), "who goes is told nothing");
    }

    @Test
    void whoIsRefusedIsToldWhy() {
        Told unknown = new Told();
        look("left", unknown);
        unknown.await("UNKNOWN: there is no stream \"left\"; there are []");
        viewers.putMonitor(() -> StreamStatus.idle(LEFT, "waits for an encoder"));
        Told early = new Told();
        look("left", early);
        early.await("WAITING: it cannot be seen yet: it waits for an encoder");
        stream();
        Told other = new Told();
        look("right", other);
        other.await("UNKNOWN: there is no stream \"right\"; there are [left]");
        Told malformed = new Told();
        viewers.offered("whep-x", "a test", "left", "hello", malformed);
        malformed.await("UNACCEPTABLE: FakeStack: not a session description");
        viewers.removePeers(stack);
        Told nobody = new Told();
        look("left", nobody);
        nobody.await("WAITING: no WebRTC stack that serves viewers is running");
    }

    @Test
    void theStreamTheStackAndThePeerTakeTheirViewersAlong() {
        VideoSink.Outlet outlet = stream();
        Told first = new Told();
        look("left", first);
        Await.until("a peer", () -> stack.peers.size() == 1);
        stack.last().events.failed(new MediaException("it broke"));
        first.await("WAITING: it broke");
        assertTrue(stack.last().closed);
        Told second = new Told();
        look("left", second);
        Await.until("a peer", () -> stack.peers.size() == 2);
        outlet.close();
        second.await("WAITING: the stream ended");
        VideoSink.Outlet again = stream();
        Told third = new Told();
        look("left", third);
        Await.until("a peer", () -> stack.peers.size() == 3);
        assertFalse(stack.last().closed);
        viewers.removePeers(stack);
        third.await("WAITING: the WebRTC stack FakeStack goes");
        assertTrue(stack.last().closed);
        again.close();
    }
}
