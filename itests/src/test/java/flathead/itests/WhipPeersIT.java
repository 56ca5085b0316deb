package flathead.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.testkit.Await;
import flathead.testkit.FreePort;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** WHIP with those who were not written here: Chromium and GStreamer's webrtcbin publish to us, and we to webrtcbin. */
class WhipPeersIT {
    private static final Duration STARTED = Duration.ofSeconds(60);
    private static final int PICTURES = 60;
    private static final String TOKEN = "let-me-in";

    private static RuntimeProcess server() throws Exception {
        return RuntimeProcess.start("server", FreePort.find(), null,
            Map.of("WHIP_TOKEN", TOKEN, "ICE_SERVERS", "stun:127.0.0.1:" + FreePort.find()));
    }

    private static RuntimeProcess up(RuntimeProcess server) {
        try {
            Await.until(() -> "the server is up; " + String.join("\n", server.log()), STARTED,
                () -> server.status() != null);
            return server;
        } catch (Throwable e) {
            server.close();
            throw e;
        }
    }

    private static String endpoint(RuntimeProcess server, String camera) {
        return "http://127.0.0.1:" + server.port() + "/whip/" + camera;
    }

    private static JsonObject awaitDecoded(RuntimeProcess server, PeerProcess peer, String codec) {
        Await.until(() -> PICTURES + " pictures; " + server.status() + "\n" + peer + "\n"
            + String.join("\n", server.log()), STARTED, () -> server.remoteStreams().stream()
                .anyMatch(stream -> stream.getJsonObject("captured").getInt("out") >= PICTURES));
        JsonObject stream = server.remoteStreams().get(0);
        assertEquals(codec, stream.getString("codec"), stream::toString);
        assertEquals(640, stream.getInt("width"), stream::toString);
        return stream;
    }

    private static void assertGone(RuntimeProcess server, PeerProcess peer) {
        peer.close();
        JsonObject deleted = peer.last("deleted", told -> true);
        assertNotNull(deleted, peer::toString);
        assertEquals(200, deleted.getInt("status"));
        Await.until(() -> "its stream is gone; " + server.status(), Duration.ofSeconds(3),
            () -> server.remoteStreams().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"VP8", "H264", "VP8,audio"})
    void chromiumPublishesToUs(String media) throws Exception {
        assertNotNull(System.getenv("CHROMIUM"),
            "CHROMIUM is not set; it must be the path of Chromium, as ./flathead test sets it");
        try (RuntimeProcess server = up(server()); PeerProcess chromium = PeerProcess.node(Map.of(),
                "chromium-whip.js", endpoint(server, "browser"), media, TOKEN)) {
            JsonObject published = chromium.await("published", STARTED);
            assertEquals(201, published.getInt("status"), published::toString);
            assertTrue(published.getString("location").startsWith("/whip/browser/"), published::toString);
            assertEquals(0, published.getInt("candidates"), "Chromium's candidates are to come by PATCH alone");
            assertTrue(published.getString("link").startsWith("<stun:127.0.0.1:"), published::toString);
            JsonObject preflight = chromium.await("preflight", STARTED);
            assertEquals("application/sdp", preflight.getString("acceptPost"), preflight::toString);
            JsonObject stream = awaitDecoded(server, chromium, media.replace(",audio", ""));
            System.out.println("Chromium to WHIP: " + stream + "\n" + chromium.await("stats", STARTED));
            assertTrue(chromium.events().stream().anyMatch(told -> told.getString("event").equals("patched")));
            assertNull(chromium.last("patched", told -> told.getInt("status") != 204), chromium::toString);
            assertEquals("browser", stream.getString("name"));
            assertEquals(media.endsWith("audio") ? "[\"inactive\",\"sendonly\"]" : "[\"sendonly\"]",
                chromium.await("directions", STARTED).getJsonArray("now").toString());
            assertGone(server, chromium);
        }
    }

    @Test
    void webrtcbinPublishesToUs() throws Exception {
        try (RuntimeProcess server = up(server()); PeerProcess gstreamer = PeerProcess.python(Map.of(), "whip.py",
                "publish", endpoint(server, "gst"), TOKEN)) {
            JsonObject published = gstreamer.await("published", STARTED);
            assertEquals(201, published.getInt("status"), published::toString);
            System.out.println("webrtcbin to WHIP: " + awaitDecoded(server, gstreamer, "H264"));
            assertTrue(gstreamer.events().stream().anyMatch(told -> told.getString("event").equals("patched")));
            assertNull(gstreamer.last("patched", told -> told.getInt("status") != 204), gstreamer::toString);
            assertGone(server, gstreamer);
        }
    }

    /** A crash is no goodbye: who comes again takes its own place, and who does not is missed. */
    @Test
    void whoIsKilledComesBackUnderItsName() throws Exception {
        try (RuntimeProcess server = up(server())) {
            for (int session = 1; session <= 2; session++) {
                int now = session;
                try (PeerProcess gstreamer = PeerProcess.python(Map.of(), "whip.py", "publish",
                        endpoint(server, "gst"), TOKEN)) {
                    Await.until(() -> "session " + now + "; " + server.status() + gstreamer, STARTED,
                        () -> server.remoteStreams().stream().anyMatch(stream -> stream.getInt("session") == now
                            && stream.getJsonObject("captured").getInt("out") >= PICTURES));
                    assertEquals(List.of("gst"), server.remoteStreams().stream().map(stream ->
                        stream.getString("name")).toList());
                    gstreamer.kill();
                }
            }
            Await.until(() -> "it is missed; " + server.status() + String.join("\n", server.log()),
                Duration.ofSeconds(60), () -> server.remoteStreams().isEmpty());
        }
    }

    /** A server that takes VP8 alone refuses what the camera's encoder makes, and gets what it takes. */
    @Test
    void wePublishVp8ToWhoWantsThat() throws Exception {
        int port = FreePort.find();
        try (PeerProcess gstreamer = PeerProcess.python(Map.of(), "whip.py", "serve", Integer.toString(port), "VP8");
                RuntimeProcess pi = RuntimeProcess.start("pi", port, null, pi(port))) {
            for (String camera : List.of("left", "right")) {
                JsonObject frames = awaitFrames(gstreamer, pi, camera);
                assertEquals("VP8", gstreamer.last("decoding", told -> told.getString("camera").equals(camera))
                    .getString("codec"));
                System.out.println("WHIP to webrtcbin, VP8: " + frames);
            }
            assertTrue(pi.log().stream().anyMatch(line -> line.contains("406 (VP8 is needed)")),
                () -> String.join("\n", pi.log()));
        }
    }

    private static Map<String, String> pi(int port) throws Exception {
        return Map.of("WHIP_URL", "http://127.0.0.1:" + port + "/whip/{camera}",
            "SERVER_URL", "http://127.0.0.1:" + FreePort.find());
    }

    private static JsonObject awaitFrames(PeerProcess gstreamer, RuntimeProcess pi, String camera) {
        try {
            return gstreamer.await("frames", told -> told.getString("camera").equals(camera)
                && told.getInt("count") >= PICTURES, STARTED);
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + String.join("\n", pi.log()), e);
        }
    }

    @Test
    void wePublishToWebrtcbin() throws Exception {
        int port = FreePort.find();
        try (PeerProcess gstreamer = PeerProcess.python(Map.of(), "whip.py", "serve", Integer.toString(port));
                RuntimeProcess pi = RuntimeProcess.start("pi", port, null, pi(port))) {
            for (String camera : List.of("left", "right")) {
                System.out.println("WHIP to webrtcbin: " + awaitFrames(gstreamer, pi, camera));
                assertEquals("H264", gstreamer.last("decoding", told -> told.getString("camera").equals(camera))
                    .getString("codec"));
            }
            pi.stop();
            for (String camera : List.of("left", "right")) {
                gstreamer.await("deleted", told -> told.getString("camera").equals(camera), Duration.ofSeconds(5));
            }
        }
    }
}
