package flathead.webrtc.libwebrtc.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import flathead.api.Codec;
import flathead.api.NanoClock;
import flathead.api.StreamId;
import flathead.api.VideoFormat;
import flathead.api.VideoSource.SourceLink;
import flathead.signaling.IceServer;
import flathead.signaling.Peer;
import flathead.testkit.Await;
import flathead.testkit.Coturn;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Through a real TURN server, coturn. */
class RelayTest {
    private static final StreamId LEFT = StreamId.local("left");
    private static final VideoFormat PICTURES = new VideoFormat(Codec.I420, 320, 240, 30);
    private static final Duration WITHIN = Duration.ofSeconds(20);
    private static final Pattern TYPE = Pattern.compile("a=candidate:[^\r\n]* typ (\\w+)");

    private final Recorder ours = new Recorder();
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
    void unload() {
        peers.close();
        lane.close();
    }

    private void relayOnly(boolean only) {
        peers.configure(new LibwebrtcSettings(true, 1_500_000, only));
    }

    private static List<String> types(String sdp) {
        return TYPE.matcher(sdp).results().map((MatchResult each) -> each.group(1)).distinct().sorted().toList();
    }

    /** Who may send through a relay only tells no address of this host's, and its pictures arrive. */
    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void picturesAreSentThroughARelay(String transport) throws Exception {
        try (Coturn coturn = new Coturn(); Camera camera = new Camera(PICTURES)) {
            List<IceServer> servers =
                List.of(new IceServer(List.of(coturn.turn(transport)), Coturn.USER, Coturn.CREDENTIAL));
            relayOnly(true);
            try (Peer.Publishing peer = peers.publish(LEFT, PICTURES, servers, camera, ours)) {
                String offer = ours.awaitAnswer();
                assertEquals(List.of("relay"), types(offer), () -> offer + String.join("\n", coturn.log()));
                relayOnly(false);
                flows(camera, peer, offer, List.of());
            }
            Await.until(() -> "coturn counts\n" + String.join("\n", coturn.log()), WITHIN,
                () -> coturn.logged("peer usage: ") >= 1);
        }
    }

    /** The same of who receives. */
    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void picturesAreReceivedThroughARelay(String transport) throws Exception {
        try (Coturn coturn = new Coturn(); Camera camera = new Camera(PICTURES);
                Peer.Publishing peer = peers.publish(LEFT, PICTURES, List.of(), camera, ours)) {
            String offer = ours.awaitAnswer();
            relayOnly(true);
            flows(camera, peer, offer,
                List.of(new IceServer(List.of(coturn.turn(transport)), Coturn.USER, Coturn.CREDENTIAL)));
            String answer = theirs.awaitAnswer();
            assertEquals(List.of("relay"), types(answer), () -> answer + String.join("\n", coturn.log()));
        }
    }

    private void flows(Camera camera, Peer.Publishing peer, String offer, List<IceServer> servers) throws Exception {
        try (Peer.Receiving receiver = peers.receive(LEFT, offer, servers, theirs);
                SourceLink link = receiver.source().open(Codec.I420, viewer)) {
            camera.feed(peer);
            peer.answer(theirs.awaitAnswer());
            Await.until(() -> "30 pictures; " + link.stats(), WITHIN, () -> viewer.pictures >= 30);
            Await.until("counters", () -> peer.network().packets() > 0);
        }
    }
}
