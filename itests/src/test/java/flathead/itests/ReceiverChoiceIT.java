package flathead.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import flathead.testkit.Await;
import flathead.testkit.FreePort;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Which WebRTC stack of the server receives what, with {@code receive} = {@code auto}, and where sessions go when the
 * bundle of one is stopped in the console. Pictures are counted where they are decoded.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReceiverChoiceIT {
    private static final String RTP = "flathead.webrtc.rtp";
    private static final String LIBWEBRTC = "flathead.webrtc.libwebrtc";
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int PICTURES = 60;
    private static LiveRig rig;

    @BeforeAll
    static void start() throws IOException {
        rig = LiveRig.start();
        rig.set(rig.serversOperator, "flathead.session", "receive", "auto");
    }

    @AfterAll
    static void stop() {
        if (rig != null) {
            rig.close();
        }
    }

    private static void server(String bundle, String action) throws IOException {
        rig.bundle(rig.serversOperator, bundle, action);
    }

    /** The stack that receives a stream: what libwebrtc hands out needs no decoder of ours. */
    private static String stack(JsonObject stream) {
        return stream.get("decoder") instanceof JsonString name && !name.getString().isEmpty() ? RTP : LIBWEBRTC;
    }

    private static int pictures(JsonObject stream) {
        return stream.getJsonArray("outlets").getValuesAs(JsonObject.class).stream()
            .filter(outlet -> outlet.getString("role").equals("frames")).mapToInt(outlet -> outlet.getInt("out"))
            .max().orElse(0);
    }

    /** Waits until a camera's pictures are decoded, those that came in by this stack; answers the session's number. */
    private static int awaitBy(String stack, String camera, int sessionAfter) {
        Await.until(() -> camera + " by " + stack + "; " + rig.server.status() + "\n"
            + String.join("\n", rig.server.log()) + "\n" + String.join("\n", rig.pi.log()), LIMIT,
            () -> rig.server.remoteStreams().stream().anyMatch(stream -> stream.getString("name").equals(camera)
                && stream.getInt("session") > sessionAfter && stack(stream).equals(stack)
                && pictures(stream) >= PICTURES));
        return rig.received(camera).getInt("session");
    }

    private static Map<String, Integer> awaitBoth(String stack, Map<String, Integer> sessionsAfter) {
        Map<String, Integer> sessions = new HashMap<>();
        LiveRig.CAMERAS.forEach(camera ->
            sessions.put(camera, awaitBy(stack, camera, sessionsAfter.getOrDefault(camera, 0))));
        return sessions;
    }

    /** Stops a bundle, and waits until the cameras' pictures come by the other stack. */
    private static Map<String, Integer> stopAndMove(String stopped, String other, Map<String, Integer> sessions)
            throws IOException {
        long from = System.nanoTime();
        server(stopped, "stop");
        Map<String, Integer> next = awaitBoth(other, sessions);
        Recording recording = rig.awaitRecorded(System.nanoTime());
        for (String camera : LiveRig.CAMERAS) {
            System.out.printf("%s stopped: %s goes on by %s; no picture for %.0f ms, %d decoded since%n", stopped,
                camera, other, recording.largestGap(camera, from, Long.MAX_VALUE),
                recording.within(camera, from, Long.MAX_VALUE).size());
        }
        return next;
    }

    @Test
    @Order(1)
    void sessionsMoveToTheOtherStackWhenOneIsStopped() throws Exception {
        server(LIBWEBRTC, "stop");
        Map<String, Integer> first = awaitBoth(RTP, Map.of());
        server(LIBWEBRTC, "start");

        Map<String, Integer> second = stopAndMove(RTP, LIBWEBRTC, first);
        server(RTP, "start");

        // New sessions go by it again; those that run stay where they are.
        rig.set(rig.operator, "flathead.camera~left", "enabled", "false");
        Await.until(() -> "left is gone; " + rig.server.status(), LIMIT, () -> rig.server.remoteStreams().size() == 1);
        rig.set(rig.operator, "flathead.camera~left", "enabled", "true");
        int left = awaitBy(RTP, "left", second.get("left"));
        assertEquals(second.get("right"), awaitBy(LIBWEBRTC, "right", 0));

        server(LIBWEBRTC, "stop");
        awaitBy(RTP, "right", second.get("right"));
        assertEquals(left, awaitBy(RTP, "left", 0));
        server(LIBWEBRTC, "start");
    }

    @Test
    @Order(2)
    void theCodecsOfAnOfferDecide() throws Exception {
        arrives("sender.py", "VP8", "VP8", LIBWEBRTC);
        arrives("sender.py", "H264", "H264", RTP);
        arrives("sender.py", "any", "H264", RTP);
    }

    private static void arrives(String script, String offered, String codec, String stack) throws IOException {
        try (PeerProcess peer = PeerProcess.python(Map.of(), script, "http://127.0.0.1:" + rig.server.port(),
                offered)) {
            String client = peer.await("connected", LIMIT).getString("clientId");
            Await.until(() -> "both of " + client + "; " + rig.server.status() + "\n" + peer, LIMIT,
                () -> of(client).stream().filter(stream -> pictures(stream) >= PICTURES).count() == 2);
            for (JsonObject stream : of(client)) {
                System.out.println("aiortc offers " + offered + ": " + stream.getString("cameraId") + " by "
                    + stack(stream) + " as " + stream.getString("codec") + ", " + pictures(stream) + " pictures");
                assertEquals(codec, stream.getString("codec"), stream::toString);
                assertEquals(stack, stack(stream), stream::toString);
            }
        }
    }

    private static List<JsonObject> of(String client) {
        return rig.server.remoteStreams().stream().filter(stream -> client.equals(stream.getString("client"))).toList();
    }

    /** Nobody decodes VP8 then: who offers it is told so, and H.264 is not disturbed. */
    @Test
    @Order(3)
    void whatNoStackCanTakeIsRefused() throws Exception {
        server(LIBWEBRTC, "stop");
        Map<String, Integer> sessions = awaitBoth(RTP, Map.of());
        try (PeerProcess peer = PeerProcess.python(Map.of(), "sender.py", "http://127.0.0.1:" + rig.server.port(),
                "VP8")) {
            for (String camera : LiveRig.CAMERAS) {
                JsonObject error = peer.await("error", told -> told.getString("cameraId").equals(camera), LIMIT);
                assertEquals("Failed to process offer", error.getString("message"));
            }
        }
        server(LIBWEBRTC, "start");
        assertEquals(sessions, awaitBoth(RTP, Map.of()));
    }

    /** WHIP has no word for it: there the end of the connection is what its sender notices. */
    @Test
    @Order(4)
    void whoPublishesByWhipComesBackToo() throws Exception {
        String url = "http://127.0.0.1:" + rig.server.port() + "/whip/whip-{camera}";
        try (RuntimeProcess pi = RuntimeProcess.start("pi", FreePort.find(), null, Map.of("WHIP_URL", url))) {
            int session = awaitBy(RTP, "whip-left", 0);
            server(RTP, "stop");
            awaitBy(LIBWEBRTC, "whip-left", session);
            server(RTP, "start");
            assertEquals(2, pi.log().stream().filter(line -> line.contains(" left: streams H264 ")).count(),
                () -> String.join("\n", pi.log()));
        }
    }
}
