package flathead.webrtc.libwebrtc.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.onvoid.webrtc.RTCIceServer;
import flathead.api.Codec;
import flathead.api.Feedback;
import flathead.api.MediaException;
import flathead.api.NanoClock;
import flathead.api.Stats;
import flathead.api.StreamId;
import flathead.api.VideoFormat;
import flathead.api.VideoSource.SourceLink;
import flathead.signaling.Candidate;
import flathead.signaling.IceServer;
import flathead.signaling.Peer;
import flathead.testkit.Await;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Our raw sender against our receiver, over UDP. */
class PublishingPeerTest {
    private static final StreamId LEFT = StreamId.local("left");
    private static final StreamId REMOTE = new StreamId("left", "robot", "left", 1);
    private static final VideoFormat PICTURES = new VideoFormat(Codec.I420, 640, 480, 30);
    private static final String CANDIDATE = "a=candidate:[^\r\n]*\r\n";

    private static final Duration WITHIN = Duration.ofSeconds(20);

    private final Recorder events = new Recorder();
    private final Recorder theirs = new Recorder();
    private final Viewer viewer = new Viewer();
    private Lane lane;
    private LibwebrtcPeerFactory peers;

    @BeforeEach
    void load() {
        lane = new Lane("flathead-libwebrtc");
        peers = new LibwebrtcPeerFactory(lane, NativeStack::load, NanoClock.SYSTEM);
    }

    @AfterEach
    void unload() throws MediaException {
        assertEquals(0, peers.open(), "peers left open");
        peers.close();
        lane.close();
    }

    private Peer.Publishing publish(Camera camera, Codec codec) throws MediaException {
        return peers.publish(LEFT, PICTURES.as(codec), List.of(), camera, events);
    }

    private static void awaitPictures(Viewer viewer, int count) {
        int before = viewer.pictures;
        Await.until(() -> count + " pictures after " + before + "; " + viewer.pictures, WITHIN,
            () -> viewer.pictures >= before + count);
    }

    @Test
    void offersOneVideoThatIsOnlySentWithVp8FirstAndItsCandidates() throws Exception {
        try (Camera camera = new Camera(PICTURES); Peer.Publishing peer = publish(camera, Codec.I420)) {
            String offer = events.awaitAnswer();
            assertEquals(1, offer.split("\r\nm=", -1).length - 1, offer);
            assertTrue(offer.contains("\r\na=sendonly\r\n"), offer);
            assertTrue(offer.contains("\r\na=setup:actpass\r\n"), offer);
            assertTrue(offer.contains("\r\na=candidate:"), offer);
            assertFalse(offer.contains(" tcp "), offer);
            assertEquals(List.of("VP8", "H264", "VP9", "AV1", "rtx"), names(offer), offer);
            assertEquals(List.of(Feedback.NOTHING), camera.limits);
            assertEquals(Peer.State.NEW, peer.state());
            assertEquals(Stats.NONE.out(), peer.stats().out());
        }
    }

    private static List<String> names(String sdp) {
        Set<String> names = new LinkedHashSet<>();
        Matcher types = Pattern.compile("\r\nm=video \\d+ \\S+ ([0-9 ]+)\r\n").matcher(sdp);
        assertTrue(types.find(), sdp);
        for (String type : types.group(1).split(" ")) {
            Matcher name = Pattern.compile("\r\na=rtpmap:" + type + " ([^/]+)/90000").matcher(sdp);
            assertTrue(name.find(), type);
            names.add(name.group(1));
        }
        // RTX follows the codec that it repairs, so it stands second.
        List<String> inOrder = new ArrayList<>(names);
        inOrder.remove("rtx");
        inOrder.add("rtx");
        return inOrder;
    }

    @ParameterizedTest
    @EnumSource(value = Codec.class, names = {"I420", "NV12"})
    void sendsRawPicturesAsVp8(Codec raw) throws Exception {
        try (Camera camera = new Camera(PICTURES.as(raw)); Peer.Publishing peer = publish(camera, raw);
                Peer.Receiving receiver = peers.receive(REMOTE, events.awaitAnswer(), List.of(), theirs);
                SourceLink link = receiver.source().open(Codec.I420, viewer)) {
            camera.feed(peer);
            peer.answer(theirs.awaitAnswer());
            awaitPictures(viewer, 60);
            Await.until(() -> "a sharp picture; " + viewer.left + " " + viewer.right + " " + viewer.blue + " "
                + viewer.red, WITHIN, () -> Math.abs(viewer.left - Camera.DARK) < 4
                && Math.abs(viewer.right - Camera.BRIGHT) < 4 && Math.abs(viewer.blue - 100) < 4
                && Math.abs(viewer.red - 160) < 4);
            Await.until(() -> "counters; " + peer.stats(), WITHIN, () -> peer.stats().keyframes() > 0
                && peer.network().roundTripMillis() >= 0 && peer.network().packets() > 60);
            Stats stats = peer.stats();
            System.out.println(raw + ": " + stats);
            assertEquals(Codec.VP8, stats.network().codec());
            assertEquals(stats.in(), stats.out() + stats.dropped());
            assertTrue(stats.out() > 50, stats::toString);
            assertTrue(stats.bytes() > 1000, stats::toString);
            assertEquals(0, stats.network().lost());
            assertEquals(Set.of("640x480"), viewer.shapes);
            assertEquals(0, viewer.outOfOrder);
            assertEquals(0, link.stats().dropped());
            assertEquals(List.of(Feedback.NOTHING, Feedback.NOTHING, Feedback.UNLIMITED), camera.limits);
            camera.feed(null);
            Await.until("every picture given back", () -> camera.inFlight() == 0);
        }
        assertNull(events.failure);
        assertEquals(List.of(Peer.State.CONNECTING, Peer.State.CONNECTED), events.states);
        assertEquals(Set.of("flathead-libwebrtc"), Set.copyOf(events.threads));
    }

    /** As the old receiver answers: without a candidate, and none comes later either. */
    @Test
    void anAnswerNeedsNoCandidates() throws Exception {
        try (Camera camera = new Camera(PICTURES); Peer.Publishing peer = publish(camera, Codec.I420);
                Peer.Receiving receiver = peers.receive(REMOTE, events.awaitAnswer(), List.of(), theirs);
                SourceLink link = receiver.source().open(Codec.I420, viewer)) {
            String answer = theirs.awaitAnswer().replaceAll(CANDIDATE, "");
            assertFalse(answer.contains("a=candidate"), answer);
            camera.feed(peer);
            peer.answer(answer);
            awaitPictures(viewer, 10);
            assertTrue(link.stats().in() >= 10);
        }
    }

    /** Neither side's description has candidates; ours get nowhere, theirs come one by one, and early. */
    @Test
    void trickledCandidatesAreTaken() throws Exception {
        try (Camera camera = new Camera(PICTURES); Peer.Publishing peer = publish(camera, Codec.I420)) {
            String offer = events.awaitAnswer().replaceAll(CANDIDATE, "");
            try (Peer.Receiving receiver = peers.receive(REMOTE, offer, List.of(), theirs);
                    SourceLink link = receiver.source().open(Codec.I420, viewer)) {
                String answer = theirs.awaitAnswer();
                Matcher candidates = Pattern.compile("a=(candidate:[^\r\n]*)").matcher(answer);
                while (candidates.find()) {
                    peer.remoteCandidate(new Candidate(candidates.group(1), "0", 0));
                }
                peer.remoteCandidate(new Candidate("candidate:garbage", "0", 0));
                camera.feed(peer);
                peer.answer(answer.replaceAll(CANDIDATE, ""));
                awaitPictures(viewer, 10);
                assertTrue(link.stats().in() >= 10);
            }
        }
        assertNull(events.failure);
    }

    /** The other side decides: what it leaves out of its answer is not sent. */
    @Test
    void sendsH264ToWhoTakesNothingElse() throws Exception {
        try (Camera camera = new Camera(PICTURES); Peer.Publishing peer = publish(camera, Codec.I420)) {
            String offer = events.awaitAnswer();
            String only = without(without(without(offer, "VP8"), "VP9"), "AV1");
            assertEquals(List.of("H264", "rtx"), names(only), only);
            try (Peer.Receiving receiver = peers.receive(REMOTE, only, List.of(), theirs);
                    SourceLink link = receiver.source().open(Codec.I420, viewer)) {
                camera.feed(peer);
                peer.answer(theirs.awaitAnswer());
                awaitPictures(viewer, 10);
                Await.until(() -> "H.264; " + peer.network(), WITHIN,
                    () -> peer.network().codec() == Codec.H264);
                assertTrue(link.stats().in() >= 10);
            }
        }
    }

    /** The description without one codec's payload types. */
    private static String without(String sdp, String codec) {
        String left = sdp;
        Matcher types = Pattern.compile("a=rtpmap:(\\d+) " + codec + "/90000").matcher(sdp);
        while (types.find()) {
            String type = types.group(1);
            Matcher rtx = Pattern.compile("a=fmtp:(\\d+) apt=" + type + "\r\n").matcher(sdp);
            for (String each : rtx.find() ? List.of(type, rtx.group(1)) : List.of(type)) {
                left = left.replaceAll("a=(rtpmap|fmtp|rtcp-fb):" + each + " [^\r\n]*\r\n", "")
                    .replaceAll("(m=video [^\r\n]*) " + each + "(?= |\r)", "$1");
            }
        }
        return left;
    }

    @Test
    void sizeChangesWhileItRuns() throws Exception {
        try (Camera camera = new Camera(PICTURES); Peer.Publishing peer = publish(camera, Codec.I420);
                Peer.Receiving receiver = peers.receive(REMOTE, events.awaitAnswer(), List.of(), theirs);
                SourceLink link = receiver.source().open(Codec.I420, viewer)) {
            camera.feed(peer);
            peer.answer(theirs.awaitAnswer());
            Await.until("640x480", () -> viewer.shapes.contains("640x480"));
            camera.size(new VideoFormat(Codec.I420, 320, 240, 30));
            Await.until("320x240", () -> viewer.shapes.contains("320x240"));
            assertEquals(0, link.stats().dropped());
        }
    }

    @Test
    void theLimitHoldsFromTheBeginningAndChangesAtOnce() throws Exception {
        limit(400_000);
        try (Camera camera = new Camera(PICTURES); Peer.Publishing peer = publish(camera, Codec.I420);
                Peer.Receiving receiver = peers.receive(REMOTE, events.awaitAnswer(), List.of(), theirs)) {
            peer.answer(theirs.awaitAnswer());
            Await.until("connected", () -> receiver.state() == Peer.State.CONNECTED);
            assertEquals(List.of(400_000), limits(peer));
            limit(900_000);
            assertEquals(List.of(900_000), limits(peer));
        }
    }

    private void limit(int bitsPerSecond) {
        peers.configure(new LibwebrtcSettings(true, bitsPerSecond, false));
    }

    private List<Integer> limits(Peer.Publishing peer) throws MediaException {
        return lane.call(((PublishingPeer) peer)::limits);
    }

    @Test
    void refusesAnswersThatAreNone() throws Exception {
        try (Camera camera = new Camera(PICTURES); Peer.Publishing peer = publish(camera, Codec.I420);
                Peer.Receiving receiver = peers.receive(REMOTE, events.awaitAnswer(), List.of(), theirs)) {
            String answer = theirs.awaitAnswer();
            refused(peer, answer.replaceAll("m=video \\d+", "m=video 0"), "no codec in common");
            refused(peer, answer.replace("a=recvonly", "a=sendonly"), "receives nothing");
            refused(peer, answer.replace("VP8/90000", "H265/90000").replace("VP9/90000", "H265/90000")
                .replace("AV1/90000", "H265/90000").replace("H264/90000", "H265/90000"), "no codec in common");
            peer.answer(answer);
            refused(peer, answer, "one answer is allowed");
            Await.until("connected", () -> receiver.state() == Peer.State.CONNECTED);
        }
        assertNull(events.failure);
    }

    private static void refused(Peer.Publishing peer, String answer, String why) {
        String message = assertThrows(MediaException.class, () -> peer.answer(answer)).getMessage();
        assertTrue(message.contains(why), message);
    }

    @Test
    void anAnswerThatLibwebrtcRefusesFails() throws Exception {
        try (Camera camera = new Camera(PICTURES); Peer.Publishing peer = publish(camera, Codec.I420);
                Peer.Receiving receiver = peers.receive(REMOTE, events.awaitAnswer(), List.of(), theirs)) {
            peer.answer(theirs.awaitAnswer().replace("a=mid:0", "a=mid:7").replace("BUNDLE 0", "BUNDLE 7"));
            assertTrue(events.awaitFailure().getMessage().startsWith("the answer was refused: "));
            assertFalse(theirs.states.contains(Peer.State.CONNECTED), receiver::toString);
        }
    }

    /** Each has a native buffer of its own, and so webrtc-java's objects; ours add nothing. */
    @Test
    void aPictureCostsWebrtcJavasObjectsAndNoneOfOurs() throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long[] allocated = new long[91];
        try (Camera camera = new Camera(PICTURES); Peer.Publishing peer = publish(camera, Codec.I420);
                Peer.Receiving receiver = peers.receive(REMOTE, events.awaitAnswer(), List.of(), theirs)) {
            peer.answer(theirs.awaitAnswer());
            Await.until("connected", () -> receiver.state() == Peer.State.CONNECTED
                && peer.state() == Peer.State.CONNECTED);
            AtomicInteger count = new AtomicInteger();
            camera.feed(picture -> {
                int number = count.get();
                if (number < allocated.length) {
                    allocated[number] = threads.getCurrentThreadAllocatedBytes();
                    count.set(number + 1);
                }
                return peer.offer(picture);
            });
            Await.until("pictures", () -> count.get() == allocated.length);
            long each = (allocated[90] - allocated[30]) / 60;
            System.out.println(each + " bytes a picture that is sent, the camera's timer included");
            assertTrue(each <= 700, () -> each + " bytes a picture");
        }
    }

    @Test
    void picturesMayComeWhileItCloses() throws Exception {
        for (int i = 0; i < 5; i++) {
            Recorder ours = new Recorder();
            Recorder other = new Recorder();
            Viewer far = new Viewer();
            try (Camera camera = new Camera(PICTURES)) {
                Peer.Publishing peer = peers.publish(LEFT, PICTURES, List.of(), camera, ours);
                Peer.Receiving receiver = peers.receive(REMOTE, ours.awaitAnswer(), List.of(), other);
                receiver.source().open(Codec.I420, far);
                camera.feed(peer);
                peer.answer(other.awaitAnswer());
                awaitPictures(far, 3);
                peer.close();
                int taken = camera.taken();
                Await.until("refused pictures", () -> peer.stats().dropped() > 2);
                assertEquals(taken, camera.taken(), 1);
                assertEquals(Peer.State.CLOSED, peer.state());
                receiver.close();
            }
        }
    }

    @Test
    void closedInsideItsOwnEventItDoesNotWait() throws Exception {
        AtomicReference<Peer> own = new AtomicReference<>();
        Recorder closing = new Recorder() {
            @Override
            public void state(Peer.State state) {
                super.state(state);
                if (state == Peer.State.CONNECTED) {
                    own.get().close();
                }
            }
        };
        try (Camera camera = new Camera(PICTURES);
                Peer.Publishing peer = peers.publish(LEFT, PICTURES, List.of(), camera, closing);
                Peer.Receiving receiver = peers.receive(REMOTE, closing.awaitAnswer(), List.of(), theirs)) {
            own.set(peer);
            peer.answer(theirs.awaitAnswer());
            Await.until("closed", () -> peer.state() == Peer.State.CLOSED);
            assertEquals(1, peers.open());
            assertFalse(camera.limits.contains(Feedback.UNLIMITED), camera.limits.toString());
            assertTrue(receiver.state() != Peer.State.CLOSED);
        }
    }

    @Test
    void iceServersAreLibwebrtcs() throws Exception {
        List<IceServer> servers = List.of(new IceServer(List.of("stun:127.0.0.1:3478"), "", ""),
            new IceServer(List.of("turn:127.0.0.1:3478", "turn:127.0.0.1:3478?transport=tcp"), "me", "x"));
        List<RTCIceServer> given = LibwebrtcPeerFactory.configuration(servers, false).iceServers;
        assertEquals(2, given.size());
        assertEquals(servers.get(1).urls(), given.get(1).urls);
        assertEquals("me", given.get(1).username);
        assertEquals("x", given.get(1).password);
        try (Camera camera = new Camera(PICTURES);
                Peer.Publishing peer = peers.publish(LEFT, PICTURES, servers, camera, events)) {
            assertTrue(events.awaitAnswer().contains("typ host"), "libwebrtc takes them; nobody answers there");
            assertEquals(Peer.State.NEW, peer.state());
        }
    }

    @Test
    void whereItCannotBeLoadedTheRefusalSaysWhatForAndHow() throws Exception {
        LibwebrtcPeerFactory none = new LibwebrtcPeerFactory(lane, () -> {
            throw new MediaException("libwebrtc cannot be loaded: libpulse.so.0 is missing; apt install libpulse0");
        }, NanoClock.SYSTEM);
        String message = assertThrows(MediaException.class, () -> none.publish(LEFT, PICTURES, List.of(), Feedback.NONE,
            events)).getMessage();
        assertEquals("libwebrtc is needed to encode VP8: libwebrtc cannot be loaded: libpulse.so.0 is missing; apt"
            + " install libpulse0", message);
        assertEquals(0, none.open());
        none.close();
    }
}
