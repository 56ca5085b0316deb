package flathead.webrtc.rtp.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.Codec;
import flathead.api.Feedback;
import flathead.api.Media;
import flathead.api.MediaException;
import flathead.api.StreamId;
import flathead.api.VideoFormat;
import flathead.signaling.Peer;
import flathead.testkit.Await;
import flathead.testkit.Frames;
import flathead.webrtc.rtp.internal.transport.Identity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RtpPeerTest {
    private static final VideoFormat FORMAT = new VideoFormat(Codec.H264, 320, 240, 30);
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final RtpPeerFactory factory = new RtpPeerFactory();
    private final List<String> wishes = new CopyOnWriteArrayList<>();
    private volatile Runnable onWish = () -> { };
    private TestReceiver receiver;

    @BeforeEach
    void open() throws MediaException {
        receiver = new TestReceiver();
    }

    @AfterEach
    void close() {
        factory.close();
        receiver.close();
        Await.until(() -> "no thread is left: " + threads(), Duration.ofSeconds(5), () -> threads().isEmpty());
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName)
            .filter(name -> name.matches("(flathead-(rtp|peer)-|test-).*")).toList();
    }

    private Peer.Publishing publish() throws MediaException {
        return factory.publish(StreamId.local("left"), FORMAT, List.of(), new Feedback() {
            @Override
            public void requestKeyframe() {
                wishes.add("keyframe");
                onWish.run();
            }

            @Override
            public void limitBitrate(int bitsPerSecond) {
                wishes.add("limit " + bitsPerSecond);
                onWish.run();
            }
        }, receiver);
    }

    @Test
    void whatTheLevelThatWasOfferedDoesNotAllowIsRefusedWithItsLimit() throws Exception {
        try (Peer.Publishing peer = publish()) {
            assertEquals(Optional.empty(), peer.refusal(new VideoFormat(Codec.H264, 1920, 1080, 120)));
            assertEquals(Optional.of("what H.264 level 5.1, which was offered to the receiver, allows: 36864"
                + " macroblocks of 16x16 a picture, 983040 a second and 288000000 bits a second"),
                peer.refusal(new VideoFormat(Codec.H264, 4096, 2304, 60)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"active", "passive"})
    void picturesFlowWhicheverSideOpensDtls(String role) throws Exception {
        Peer.Publishing peer = publish();
        assertEquals(List.of("limit 0"), wishes, "nothing is wanted yet");
        peer.answer(receiver.answer(role));
        Await.until(() -> "a keyframe is wanted: " + wishes, LIMIT, () -> wishes.contains("keyframe"));
        assertEquals(List.of(Peer.State.CONNECTING, Peer.State.CONNECTED), receiver.states);
        Frames frames = new Frames(FORMAT);
        for (int i = 0; i < 5; i++) {
            try (Media media = frames.next(System.nanoTime())) {
                assertTrue(peer.offer(media));
            }
        }
        Await.until("packets", () -> receiver.packets.get() >= 5 && peer.network().packets() >= 5);
        receiver.pictureLoss(receiver.ssrc());
        Await.until("the keyframe that was asked for",
            () -> wishes.stream().filter("keyframe"::equals).count() == 2);
        assertEquals(1, peer.network().keyframeRequests());
        peer.close();
        assertEquals(Peer.State.CLOSED, peer.state());
        assertEquals(5, peer.stats().out());
        assertEquals(0, frames.inFlight());
    }

    @Test
    void aForgedAnswerIsRefusedOnBothSides() throws Exception {
        receiver.named = new Identity().fingerprint();
        Peer.Publishing peer = publish();
        peer.answer(receiver.answer("active"));
        Await.until("a failure", LIMIT, () -> receiver.failure != null && receiver.ownFailure != null);
        assertTrue(receiver.failure.getMessage().endsWith("is not in the other side's description, which has sha-256 "
            + receiver.named.value()), receiver.failure.getMessage());
        assertTrue(receiver.ownFailure.contains("bad_certificate"), receiver.ownFailure);
        assertEquals(Peer.State.FAILED, peer.state());
        assertEquals(List.of("limit 0"), wishes);
        peer.close();
    }

    @Test
    void aGoodbyeEndsIt() throws Exception {
        Peer.Publishing peer = publish();
        receiver.connect(peer);
        receiver.sayGoodbye();
        Await.until("the end", () -> receiver.failure != null);
        assertEquals("the other side closed the connection", receiver.failure.getMessage());
        Await.until(() -> "nothing is wanted any more: " + wishes, LIMIT,
            () -> wishes.get(wishes.size() - 1).equals("limit 0"));
    }

    @Test
    void silenceIsNoticed() throws Exception {
        Peer.Publishing peer = publish();
        receiver.connect(peer);
        receiver.vanish();
        Await.until("the end", LIMIT, () -> receiver.failure != null);
        assertEquals("the other side has not answered for 5 s", receiver.failure.getMessage());
        assertEquals(List.of(Peer.State.CONNECTING, Peer.State.CONNECTED, Peer.State.DISCONNECTED, Peer.State.FAILED),
            receiver.states);
    }

    @Test
    void oneAnswerIsEnough() throws Exception {
        Peer.Publishing peer = publish();
        String answer = receiver.answer("active");
        MediaException refusal = assertThrows(MediaException.class, () -> peer.answer("v=0\r\n"));
        assertFalse(refusal.getMessage().contains("\n"), refusal.getMessage());
        peer.answer(answer);
        refusal = assertThrows(MediaException.class, () -> peer.answer(answer));
        assertEquals("left was answered already; one answer is allowed", refusal.getMessage());
    }

    /** While the owner holds the control thread, a wish of the transport's thread closes the peer. */
    @Test
    void closeInsideAWishDoesNotWait() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        AtomicReference<Peer.Publishing> peer = new AtomicReference<>(publish());
        receiver.onEvent = () -> {
            if (receiver.states.contains(Peer.State.CONNECTED)) {
                await(held);
            }
        };
        onWish = () -> {
            peer.get().close();
            peer.get().close();
            closed.countDown();
        };
        peer.get().answer(receiver.answer("active"));
        await(closed);
        assertEquals(Peer.State.CLOSED, peer.get().state());
        held.countDown();
        peer.get().close();
        assertEquals(List.of(Peer.State.CONNECTING, Peer.State.CONNECTED), receiver.states);
    }

    private static void await(CountDownLatch latch) {
        Await.until("the latch", LIMIT, () -> latch.getCount() == 0);
    }

    @Test
    void closeInsideAnEventDoesNotWait() throws Exception {
        AtomicReference<Peer.Publishing> peer = new AtomicReference<>();
        CountDownLatch closed = new CountDownLatch(1);
        receiver.onEvent = () -> {
            Await.until("the peer", () -> peer.get() != null);
            peer.get().close();
            closed.countDown();
        };
        peer.set(publish());
        await(closed);
        assertEquals(Peer.State.CLOSED, peer.get().state());
        assertEquals(List.of(), receiver.states);
    }

    @Test
    void theFactoryClosesWhatIsLeftOpen() throws Exception {
        Peer.Publishing peer = publish();
        receiver.connect(peer);
        factory.close();
        assertEquals(Peer.State.CLOSED, peer.state());
        assertEquals("the rtp stack is being stopped",
            assertThrows(MediaException.class, this::publish).getMessage());
    }
}
