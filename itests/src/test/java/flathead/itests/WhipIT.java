package flathead.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.testkit.Await;
import flathead.testkit.FreePort;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code WHIP_URL=… ./flathead pi}: cameras are published to a WHIP server, here our own. */
class WhipIT {
    private static final Duration STARTED = Duration.ofSeconds(60);
    private static final int PICTURES = 60;
    private static final Map<String, String> GUARDED = Map.of("WHIP_TOKEN", "let-me-in");

    private static Map<String, String> pi(int whipPort, String token) {
        return Map.of("WHIP_URL", "http://127.0.0.1:" + whipPort + "/whip/{camera}", "WHIP_TOKEN", token);
    }

    /** Pictures that the server has decoded of this stream. */
    private static long decoded(RuntimeProcess server, String name) {
        return server.remoteStreams().stream().filter(stream -> stream.getString("name").equals(name))
            .mapToLong(stream -> stream.getJsonObject("captured").getJsonNumber("out").longValue()).sum();
    }

    private static void awaitDecoded(RuntimeProcess server, String name, long pictures) {
        Await.until(() -> pictures + " pictures of " + name + "; " + server.status() + "\n"
            + String.join("\n", server.log()), Duration.ofSeconds(20), () -> decoded(server, name) >= pictures);
    }

    private static long lines(RuntimeProcess runtime, String... parts) {
        return runtime.log().stream().filter(line -> List.of(parts).stream().allMatch(line::contains)).count();
    }

    @Test
    void bothCamerasAreReceivedAndComeBackToAServerThatRestarts() throws Exception {
        int port = FreePort.find();
        Map<String, String> environment = Map.of("WHIP_URL", "http://127.0.0.1:" + port + "/whip/{camera}",
            "WHIP_TOKEN", "let-me-in", "SERVER_URL", "http://127.0.0.1:" + FreePort.find());
        try (RuntimeProcess pi = RuntimeProcess.start("pi", port, null, environment)) {
            try (RuntimeProcess server = RuntimeProcess.start("server", port, null, GUARDED)) {
                List<JsonObject> streams = server.awaitStreams(2, STARTED, 0.5);
                for (String camera : List.of("left", "right")) {
                    awaitDecoded(server, camera, PICTURES);
                }
                System.out.println("WHIP to WHIP: " + streams);
                streams.forEach(stream -> assertEquals("H264", stream.getString("codec"), stream::toString));
                server.stop();
            }
            try (RuntimeProcess again = RuntimeProcess.start("server", port, null, GUARDED)) {
                again.awaitStreams(2, STARTED, 0.5);
                awaitDecoded(again, "left", PICTURES);
                awaitDecoded(again, "right", PICTURES);
                pi.stop();
                // The goodbye of DTLS and the DELETE are under way at once: either may be first, and ends the session.
                Await.until(() -> "both sessions are ended by a goodbye; " + String.join("\n", again.log()),
                    Duration.ofSeconds(3), () -> again.remoteStreams().isEmpty() && lines(again, ": taken back")
                        + lines(again, ": its sender closed the connection") == 2);
                again.stop();
            }
        }
    }

    @Test
    void aWrongTokenIsSaidOnceAndDisturbsNobody() throws Exception {
        int port = FreePort.find();
        try (RuntimeProcess server = RuntimeProcess.start("server", port, null, GUARDED);
                RuntimeProcess pi = RuntimeProcess.start("pi", port, null, pi(port, "wrong"))) {
            server.awaitStreams(2, STARTED, 0.5);
            Await.until(() -> "the server refuses twice a camera; " + String.join("\n", server.log()), STARTED,
                () -> lines(server, "showed a wrong token") >= 4);
            for (String camera : List.of("left", "right")) {
                assertEquals(1, lines(pi, "camera " + camera, "401", "the bearer token is wrong"),
                    () -> String.join("\n", pi.log()));
            }
            List<JsonObject> streams = server.awaitStreams(2, Duration.ofSeconds(10), 0.5);
            assertTrue(streams.stream().allMatch(stream -> stream.getInt("session") == 1),
                () -> "the Socket.IO uplink is left alone: " + streams);
            assertEquals(2, lines(pi, " WARN ", "WHIP"), () -> String.join("\n", pi.log()));
        }
    }
}
