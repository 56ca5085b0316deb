package flathead.webrtc.libwebrtc.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.onvoid.webrtc.RTCIceCandidate;
import dev.onvoid.webrtc.RTCRtpTransceiverDirection;
import flathead.api.Codec;
import flathead.api.Feedback;
import flathead.api.Media;
import flathead.api.MediaException;
import flathead.api.NanoClock;
import flathead.api.Stats;
import flathead.api.StreamId;
import flathead.api.VideoSource.SourceLink;
import flathead.signaling.Candidate;
import flathead.signaling.Peer;
import flathead.testkit.Await;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a real peer: libwebrtc sends, libwebrtc receives, over UDP. */
class ReceivingPeerTest {
    private static final StreamId LEFT = new StreamId("left", "robot", "left", 1);

    private Lane lane;
    private NativeStack stack;
    private LibwebrtcPeerFactory peers;

    @BeforeEach
    void load() throws MediaException {
        lane = new Lane("flathead-libwebrtc");
        stack = lane.call(NativeStack::load);
        peers = new LibwebrtcPeerFactory(lane, () -> stack, NanoClock.SYSTEM);
    }

    @AfterEach
    void unload() throws MediaException {
        assertEquals(0, peers.open(), "peers left open");
        peers.close();
        lane.close();
    }

    private Sender sender(String codec) {
        return Sender.of(stack.factory(), codec);
    }

    @ParameterizedTest
    @CsvSource({"H264, SEND_ONLY", "VP8, SEND_ONLY", "VP8, SEND_RECV", "VP9, SEND_ONLY", "AV1, SEND_ONLY"})
    void decodes(String codec, RTCRtpTransceiverDirection direction) throws Exception {
        Recorder events = new Recorder();
        Viewer viewer = new Viewer();
        try (Sender sender = new Sender(stack.factory(), codec, direction)) {
            String offer = sender.offer();
            sender.start();
            long begin = System.nanoTime();
            try (Peer.Receiving peer = peers.receive(LEFT, offer, List.of(), events);
                 SourceLink link = peer.source().open(Codec.I420, viewer)) {
                sender.answer(events.awaitAnswer());
                assertTrue(events.answer.contains("a=recvonly"), events.answer);
                assertTrue(events.answer.contains("a=candidate:"), events.answer);
                assertFalse(events.answer.contains(" tcp "), events.answer);
                Await.until("connected", () -> peer.state() == Peer.State.CONNECTED);
                long connected = System.nanoTime();
                Await.until("30 pictures", () -> viewer.pictures >= 30);
                Await.until("a sharp picture", () -> Math.abs(viewer.left - Sender.DARK) < 6
                    && Math.abs(viewer.right - Sender.BRIGHT) < 6);
                Await.until("counters", () -> peer.network().packets() > 0 && peer.network().roundTripMillis() >= 0);
                Stats.Network network = peer.network();
                assertEquals(Codec.valueOf(codec), network.codec());
                assertEquals(0, network.lost());
                assertTrue(network.bytes() > 1000, network::toString);
                Stats stats = link.stats();
                assertEquals(stats.in(), stats.out() + stats.dropped(), 1);
                assertEquals(0, viewer.outOfOrder);
                System.out.printf("%s %s: offer to connected %.0f ms, to first picture %.0f ms; %s%n", codec, direction,
                    (connected - begin) / 1e6, (viewer.firstNanos - begin) / 1e6, network);
            }
        }
        assertNull(viewer.failure, "the link was closed before its peer");
        assertNull(events.failure);
        assertEquals(List.of(Peer.State.CONNECTING, Peer.State.CONNECTED), events.states);
        assertEquals(Set.of("flathead-libwebrtc"), Set.copyOf(events.threads));
    }

    @Test
    void sizeChangesWhileItRuns() throws Exception {
        Recorder events = new Recorder();
        Viewer viewer = new Viewer();
        try (Sender sender = sender("VP8")) {
            try (Peer.Receiving peer = peers.receive(LEFT, sender.offer(), List.of(), events);
                 SourceLink link = peer.source().open(Codec.I420, viewer)) {
                sender.answer(events.awaitAnswer());
                sender.start();
                Await.until("640x480", () -> viewer.shapes.contains("640x480"));
                sender.size(320, 240);
                Await.until("320x240", () -> viewer.shapes.contains("320x240"));
                sender.size(642, 362);
                Await.until("642x362", () -> viewer.shapes.contains("642x362"));
                assertEquals(0, link.stats().dropped());
                assertEquals(0, viewer.outOfOrder);
            }
        }
    }

    @Test
    void offerWithoutCandidatesConnectsByPeerReflexiveOnes() throws Exception {
        Recorder events = new Recorder();
        Viewer viewer = new Viewer();
        try (Sender sender = sender("H264")) {
            String offer = sender.offerWithoutCandidates();
            assertFalse(offer.contains("a=candidate"), offer);
            try (Peer.Receiving peer = peers.receive(LEFT, offer, List.of(), events)) {
                sender.answer(events.awaitAnswer());
                sender.start();
                Await.until("connected", () -> peer.state() == Peer.State.CONNECTED);
                try (SourceLink late = peer.source().open(Codec.I420, viewer)) {
                    Await.until("pictures", () -> viewer.pictures > 5);
                    assertTrue(late.stats().in() > 5);
                }
            }
        }
    }

    @Test
    void trickledCandidatesMayComeBeforeTheAnswerAndBadOnesAreIgnored() throws Exception {
        Recorder events = new Recorder();
        try (Sender sender = sender("VP8")) {
            String whole = sender.offer();
            String bare = whole.replaceAll("a=candidate:[^\r\n]*\r\n", "");
            try (Peer.Receiving peer = peers.receive(LEFT, bare, List.of(), events)) {
                peer.remoteCandidate(new Candidate("", null, -1));
                peer.remoteCandidate(new Candidate("candidate:garbage", "0", 0));
                peer.remoteCandidate(new Candidate("x".repeat(1_000_000), "0", 0));
                peer.remoteCandidate(new Candidate(null, null, -1));
                for (RTCIceCandidate candidate : sender.candidates) {
                    peer.remoteCandidate(new Candidate(candidate.sdp, null, -1));
                }
                String answer = events.awaitAnswer().replaceAll("a=candidate:[^\r\n]*\r\n", "");
                sender.answer(answer);
                Await.until("connected", () -> peer.state() == Peer.State.CONNECTED);
            }
        }
        assertNull(events.failure);
    }

    @Test
    void twoPeersAtOnce() throws Exception {
        Recorder leftEvents = new Recorder();
        Recorder rightEvents = new Recorder();
        Viewer left = new Viewer();
        Viewer right = new Viewer();
        StreamId rightId = new StreamId("right", "robot", "right", 1);
        try (Sender one = sender("H264"); Sender other = sender("VP8")) {
            other.size(320, 240);
            Peer.Receiving first = peers.receive(LEFT, one.offer(), List.of(), leftEvents);
            Peer.Receiving second = peers.receive(rightId, other.offer(), List.of(), rightEvents);
            assertEquals(2, peers.open());
            SourceLink firstLink = first.source().open(Codec.I420, left);
            SourceLink secondLink = second.source().open(Codec.I420, right);
            one.answer(leftEvents.awaitAnswer());
            other.answer(rightEvents.awaitAnswer());
            one.start();
            other.start();
            Await.until("both", () -> left.pictures > 10 && right.pictures > 10);
            firstLink.close();
            first.close();
            int before = right.pictures;
            int stopped = left.pictures;
            Await.until("the other goes on", () -> right.pictures > before + 15);
            assertEquals(stopped, left.pictures);
            assertEquals(Set.of("320x240"), right.shapes);
            secondLink.close();
            second.close();
        }
    }

    @Test
    void closedWhilePicturesComeTellsTheLinkAndNothingAfterIt() throws Exception {
        Recorder events = new Recorder();
        Viewer viewer = new Viewer();
        try (Sender sender = sender("VP8")) {
            Peer.Receiving peer = peers.receive(LEFT, sender.offer(), List.of(), events);
            SourceLink link = peer.source().open(Codec.I420, viewer);
            sender.answer(events.awaitAnswer());
            sender.start();
            Await.until("pictures", () -> viewer.pictures > 5);
            peer.close();
            int atClose = viewer.pictures;
            int told = events.threads.size();
            assertEquals(Peer.State.CLOSED, peer.state());
            assertNotNull(viewer.failure);
            peer.close();
            link.close();
            link.close();
            int pushed = sender.pushed();
            Await.until("the sender goes on", () -> sender.pushed() > pushed + 10);
            assertEquals(atClose, viewer.pictures);
            assertEquals(told, events.threads.size(), "no event after close");
            assertEquals(0, link.stats().inFlight());
            assertThrows(MediaException.class, () -> peer.source().open(Codec.I420, viewer));
        }
    }

    @Test
    void mayBeClosedFromInsideAnEventAndFromInsideAPicture() throws Exception {
        AtomicReference<Peer.Receiving> byEvent = new AtomicReference<>();
        AtomicReference<Peer.Receiving> byPicture = new AtomicReference<>();
        Recorder events = new Recorder() {
            @Override
            public void state(Peer.State state) {
                super.state(state);
                if (state == Peer.State.CONNECTED) {
                    byEvent.get().close();
                }
            }
        };
        Recorder otherEvents = new Recorder();
        Viewer viewer = new Viewer() {
            @Override
            public boolean offer(Media media) {
                super.offer(media);
                byPicture.get().close();
                return true;
            }
        };
        try (Sender sender = sender("VP8"); Sender other = sender("H264")) {
            byEvent.set(peers.receive(LEFT, sender.offer(), List.of(), events));
            byPicture.set(peers.receive(LEFT, other.offer(), List.of(), otherEvents));
            byPicture.get().source().open(Codec.I420, viewer);
            sender.answer(events.awaitAnswer());
            other.answer(otherEvents.awaitAnswer());
            sender.start();
            other.start();
            Await.until("closed by the event", () -> byEvent.get().state() == Peer.State.CLOSED);
            Await.until("closed by the picture", () -> byPicture.get().state() == Peer.State.CLOSED);
            Await.until("both gone", () -> openPeers() == 0);
            assertEquals(1, viewer.pictures);
            assertEquals(Peer.State.CONNECTED, events.states.get(events.states.size() - 1));
        }
    }

    private int openPeers() {
        try {
            return peers.open();
        } catch (MediaException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aPausedLinkCopiesNothing() throws Exception {
        Recorder events = new Recorder();
        Viewer viewer = new Viewer();
        try (Sender sender = sender("VP8")) {
            try (Peer.Receiving peer = peers.receive(LEFT, sender.offer(), List.of(), events);
                 SourceLink link = peer.source().open(Codec.I420, viewer)) {
                sender.answer(events.awaitAnswer());
                sender.start();
                Await.until("pictures", () -> viewer.pictures > 2);
                link.limitBitrate(Feedback.NOTHING);
                long packets = peer.network().packets();
                Await.until("packets still come", () -> peer.network().packets() > packets + 10);
                int before = viewer.pictures;
                long later = peer.network().packets();
                Await.until("more packets", () -> peer.network().packets() > later);
                assertEquals(before, viewer.pictures);
                link.limitBitrate(Feedback.UNLIMITED);
                Await.until("pictures again", () -> viewer.pictures > before + 2);
            }
        }
    }

    /** webrtc-java's own: 280 bytes for a picture before we see it, and 192 for the three slices its getters make. */
    @Test
    void aPictureCostsWebrtcJavasObjectsAndNoneOfOurs() throws Exception {
        Recorder events = new Recorder();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long[] allocated = new long[91];
        Viewer viewer = new Viewer() {
            @Override
            public boolean offer(Media media) {
                if (pictures < allocated.length) {
                    allocated[pictures] = threads.getCurrentThreadAllocatedBytes();
                }
                return super.offer(media);
            }
        };
        try (Sender sender = sender("VP8")) {
            try (Peer.Receiving peer = peers.receive(LEFT, sender.offer(), List.of(), events);
                 SourceLink link = peer.source().open(Codec.I420, viewer)) {
                viewer.plain = true;
                sender.answer(events.awaitAnswer());
                sender.start();
                Await.until("pictures", () -> viewer.pictures >= allocated.length);
                long each = (allocated[90] - allocated[30]) / 60;
                System.out.println(each + " bytes a picture on libwebrtc's thread");
                assertTrue(each <= 480, () -> each + " bytes a picture, " + link.stats());
            }
        }
    }

    @Test
    void aSourceIsOpenOnceAndHandsOutI420() throws Exception {
        Recorder events = new Recorder();
        try (Sender sender = sender("VP8");
             Peer.Receiving peer = peers.receive(LEFT, sender.offer(), List.of(), events)) {
            assertEquals(List.of(Codec.I420), peer.source().codecs());
            assertEquals(LEFT, peer.source().id());
            assertThrows(MediaException.class, () -> peer.source().open(Codec.H264, new Viewer()));
            SourceLink link = peer.source().open(Codec.I420, new Viewer());
            assertThrows(MediaException.class, () -> peer.source().open(Codec.I420, new Viewer()));
            link.close();
            peer.source().open(Codec.I420, new Viewer()).close();
        }
    }

    @Test
    void aWrongFingerprintFails() throws Exception {
        Recorder events = new Recorder();
        try (Sender sender = sender("VP8")) {
            String offer = sender.offer().replaceAll("a=fingerprint:sha-256 ..:..", "a=fingerprint:sha-256 00:11");
            try (Peer.Receiving peer = peers.receive(LEFT, offer, List.of(), events)) {
                sender.answer(events.awaitAnswer());
                MediaException failure = events.awaitFailure();
                assertTrue(failure.getMessage().startsWith("the connection failed"), failure.getMessage());
                assertEquals(Peer.State.FAILED, peer.state());
                assertTrue(events.states.contains(Peer.State.FAILED));
            }
        }
    }

    @Test
    void theFactoryMayBeClosedWithPeersOpen() throws Exception {
        Recorder events = new Recorder();
        Viewer viewer = new Viewer();
        try (Sender sender = sender("VP8")) {
            Peer.Receiving peer = peers.receive(LEFT, sender.offer(), List.of(), events);
            peer.source().open(Codec.I420, viewer);
            sender.answer(events.awaitAnswer());
            sender.start();
            Await.until("pictures", () -> viewer.pictures > 5);
        }
        peers.close();
        assertNotNull(viewer.failure);
        assertThrows(MediaException.class, () -> peers.receive(LEFT, Offers.RTP, List.of(), new Recorder()));
    }
}
