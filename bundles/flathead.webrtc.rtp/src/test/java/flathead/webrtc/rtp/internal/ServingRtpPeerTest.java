package flathead.webrtc.rtp.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who wants to receive offers, is answered, and gets pictures. */
@Timeout(60)
class ServingRtpPeerTest {
    private static final VideoFormat FORMAT = new VideoFormat(Codec.H264, 320, 240, 30);
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final RtpPeerFactory factory = new RtpPeerFactory();
    private final List<String> wishes = new CopyOnWriteArrayList<>();
    private TestReceiver viewer;

    @BeforeEach
    void open() throws MediaException {
        viewer = new TestReceiver(true);
    }

    @AfterEach
    void close() {
        factory.close();
        viewer.close();
    }

    private Peer.Sending serve(String role) throws MediaException {
        return factory.serve(StreamId.local("left"), FORMAT, viewer.wish(role), List.of(), new Feedback() {
            @Override
            public void requestKeyframe() {
                wishes.add("keyframe");
            }

            @Override
            public void limitBitrate(int bitsPerSecond) {
                wishes.add("limit " + bitsPerSecond);
            }
        }, viewer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"actpass", "active", "passive"})
    void picturesFlowWhicheverSideOpensDtls(String role) throws Exception {
        Peer.Sending peer = serve(role);
        assertEquals(List.of("limit 0"), wishes, "nothing is wanted yet");
        viewer.connectServed(peer);
        Await.until(() -> "a keyframe is wanted: " + wishes, LIMIT, () -> wishes.contains("keyframe"));
        assertEquals(List.of(Peer.State.CONNECTING, Peer.State.CONNECTED), viewer.states);
        Frames frames = new Frames(FORMAT);
        for (int i = 0; i < 5; i++) {
            try (Media media = frames.next(System.nanoTime())) {
                assertTrue(peer.offer(media));
            }
        }
        Await.until("packets", () -> viewer.packets.get() >= 5 && peer.network().packets() >= 5);
        viewer.pictureLoss(viewer.ssrc());
        Await.until("the keyframe that was asked for",
            () -> wishes.stream().filter("keyframe"::equals).count() == 2);
        assertEquals(Optional.empty(), peer.refusal(new VideoFormat(Codec.H264, 4096, 2304, 60)),
            "who looks on keeps nobody from a setting");
        peer.close();
        assertEquals(Peer.State.CLOSED, peer.state());
        assertEquals(5, peer.stats().out());
        assertEquals(0, frames.inFlight());
    }
}
