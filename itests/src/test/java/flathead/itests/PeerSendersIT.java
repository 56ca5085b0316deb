package flathead.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.testkit.Await;
import flathead.testkit.FreePort;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Senders of others stream two cameras to {@code ./flathead server}; what it decodes is counted there, and read off the
 * stamp in the pictures.
 */
class PeerSendersIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int PICTURES = 60;
    private static RuntimeProcess server;

    @BeforeAll
    static void start() throws IOException {
        server = RuntimeProcess.start("server", FreePort.find());
        Await.until("the server is up", LIMIT, () -> server.status() != null);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        try (RuntimeProcess ending = server) {
            ending.stop();
            assertEquals(List.of(), ending.complaints());
        }
    }

    @AfterEach
    void nothingIsLeft() {
        Await.until(() -> "no stream is left of who has gone: " + server.status(), LIMIT,
            () -> server.remoteStreams().isEmpty());
    }

    private static String url() {
        return "http://127.0.0.1:" + server.port();
    }

    /** It listens in / and joins /stream alone; its offers have no candidates. */
    @Test
    void oldSender() throws IOException {
        try (PeerProcess peer = PeerProcess.python(Map.of(), "old_sender.py", url(), "/", "/stream")) {
            // It offers VP8 first, and H.264 as well.
            arrives("python-socketio and aiortc, as of old", peer, "H264");
            assertFalse(peer.await("connected", LIMIT).getString("clientId").isEmpty());
            for (String camera : List.of("left", "right")) {
                JsonObject answer = peer.await("answer", told -> told.getString("camera").equals(camera), LIMIT);
                assertTrue(answer.getInt("candidates") > 0, answer::toString);
            }
            assertEquals(null, peer.last("error", any -> true));
        }
    }

    @Test
    void aiortcWithVp8() throws IOException {
        try (PeerProcess peer = PeerProcess.python(Map.of(), "sender.py", url(), "VP8")) {
            arrives("python-socketio and aiortc", peer, "VP8");
        }
    }

    @Test
    void aiortcWithH264() throws IOException {
        try (PeerProcess peer = PeerProcess.python(Map.of(), "sender.py", url(), "H264")) {
            arrives("python-socketio and aiortc", peer, "H264");
        }
    }

    @Test
    void wrtcInNode() throws IOException {
        try (PeerProcess peer = PeerProcess.node(Map.of(), "wrtc-sender.js", url())) {
            arrives("socket.io-client and wrtc", peer, "VP8");
        }
    }

    private static void arrives(String who, PeerProcess peer, String codec) {
        Await.until(() -> PICTURES + " pictures of each camera; " + server.status() + "\n" + peer, LIMIT, () -> {
            List<JsonObject> streams = server.remoteStreams();
            return streams.size() == 2 && streams.stream().allMatch(stream -> pictures(stream) >= PICTURES
                && !stream.isNull("latency"));
        });
        List<JsonObject> streams = server.remoteStreams();
        assertEquals(List.of("left", "right"), streams.stream().map(each -> each.getString("cameraId")).toList());
        for (JsonObject stream : streams) {
            System.out.println(who + ": " + stream.getString("cameraId") + " " + pictures(stream) + " pictures, "
                + stream.get("codec") + ", fps " + stream.get("fps") + ", latency " + stream.get("latency"));
            assertEquals(codec, stream.getString("codec"), stream::toString);
            assertEquals(640, stream.getInt("width"), stream::toString);
            assertEquals(480, stream.getInt("height"), stream::toString);
            assertTrue(stream.getJsonObject("latency").getInt("samples") > 0, stream::toString);
        }
    }

    /** How many pictures the server has decoded and given to who wants them. */
    private static int pictures(JsonObject stream) {
        return stream.getJsonArray("outlets").getValuesAs(JsonValue::asJsonObject).stream()
            .filter(outlet -> outlet.getString("role").equals("frames")).mapToInt(outlet -> outlet.getInt("out"))
            .max().orElse(0);
    }
}
