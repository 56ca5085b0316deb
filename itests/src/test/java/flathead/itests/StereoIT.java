package flathead.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.testkit.Await;
import flathead.testkit.FreePort;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Two mock cameras of a Pi whose pictures are 7 ms apart, over WebRTC to a server, which pairs them. A mock camera
 * with a phase says when its pictures were due, as a sensor's clock does: so the truth does not depend on the load.
 */
class StereoIT {
    private static final Path ROOT = Path.of(System.getProperty("flathead.root", ".."));
    private static final Duration LONG = Duration.ofSeconds(120);
    private static final String PASSWORD = "stereo while it runs";
    private static final int PAIRS = 300;
    private static final double OFFSET_MILLIS = 7;

    private static Path settings(String runtime, String... replaced) throws IOException {
        String text = Files.readString(ROOT.resolve("config/" + runtime + ".json"));
        for (int i = 0; i < replaced.length; i += 2) {
            assertTrue(text.contains(replaced[i]), replaced[i]);
            text = text.replace(replaced[i], replaced[i] + replaced[i + 1]);
        }
        return Files.writeString(Files.createTempFile(runtime, ".json"), text);
    }

    private static JsonObject pair(RuntimeProcess server) {
        JsonObject status = server.status();
        return status == null || !status.containsKey("stereo") ? null
            : status.getJsonArray("stereo").getJsonObject(0);
    }

    private static String detail(RuntimeProcess server) {
        JsonObject pair = pair(server);
        return pair == null ? "" : pair.getString("detail", "");
    }

    private static long pairs(RuntimeProcess server) {
        JsonObject pair = pair(server);
        return pair == null ? 0 : pair.getJsonNumber("pairs").longValue();
    }

    private static double skew(JsonObject pair, String what) {
        return pair.isNull("skew") ? Double.NaN : pair.getJsonObject("skew").getJsonNumber(what).doubleValue();
    }

    private static void awaitPairs(RuntimeProcess server, RuntimeProcess pi, long count) {
        Await.until(() -> count + " pairs; the last status: " + server.status() + "\n"
            + String.join("\n", server.log()) + "\n" + String.join("\n", pi.log()), LONG, () -> pairs(server) >= count);
    }

    private static void assertSkew(RuntimeProcess server, double millis) {
        JsonObject pair = pair(server);
        System.out.println("stereo at the server: " + pair);
        assertEquals("sender", pair.getString("clock"));
        assertEquals(-millis, skew(pair, "mean"), 1);
        assertEquals(millis, skew(pair, "p50"), 1);
        assertEquals(millis, skew(pair, "max"), 1);
    }

    @Test
    void theServerPairsWhatItReceives() throws Exception {
        int port = FreePort.find();
        Path atServer = settings("server", "\"flathead.stereo~main\": {",
            "\"left\": \"left\", \"right\": \"right\" },\n  \"flathead.session\": { \"receive\": \"encoded\" },\n"
            + "  \"flathead.stereo~other\": {");
        Path atPi = settings("pi", "\"flathead.camera~left\": {", "\n    \"phase\": \"0\",",
            "\"flathead.camera~right\": {", "\n    \"phase\": \"7\",");
        try (RuntimeProcess server = RuntimeProcess.start("server", port, atServer, Map.of())) {
            long before;
            try (RuntimeProcess pi = RuntimeProcess.start("pi", port, atPi, Map.of("CONSOLE_PASSWORD", PASSWORD))) {
                awaitPairs(server, pi, PAIRS);
                assertSkew(server, OFFSET_MILLIS);
                ConsoleClient operator = ConsoleClient.of(pi.consolePort(), "admin", PASSWORD);
                Await.until("the Pi's console is there", Duration.ofSeconds(30), () -> set(operator, "12"));
                Await.until(() -> "12 ms apart: " + pair(server), LONG,
                    () -> Math.abs(skew(pair(server), "p50") - 12) < 1);
                long now = pairs(server);
                awaitPairs(server, pi, now + PAIRS);
                assertSkew(server, 12);
                pi.stop();
                before = pairs(server);
            }
            Await.until(() -> "the server knows that the Pi is gone: " + server.status(), Duration.ofSeconds(60),
                () -> server.remoteStreams().isEmpty() && detail(server).equals("waits for left; waits for right"));
            try (RuntimeProcess pi = RuntimeProcess.start("pi", port, atPi, Map.of())) {
                awaitPairs(server, pi, before + PAIRS);
                assertSkew(server, OFFSET_MILLIS);
                JsonObject pair = pair(server);
                assertTrue(pair.isNull("detail"), pair.toString());
                long alone = pair.getJsonNumber("unpairedLeft").longValue()
                    + pair.getJsonNumber("unpairedRight").longValue();
                assertTrue(alone < pair.getJsonNumber("pairs").longValue() / 5, pair.toString());
                server.remoteStreams().forEach(stream -> assertEquals(2, stream.getInt("session"),
                    "the second session of the same name"));
                pi.stop();
            }
            server.stop();
        }
    }

    private static boolean set(ConsoleClient operator, String phase) {
        try {
            return operator.post(LiveRig.CONSOLE + "/configMgr/flathead.camera~right", "apply", "update", "action",
                "ajaxConfigManager", "propertylist", "phase", "phase", phase).statusCode() == 302;
        } catch (IOException e) {
            return false;
        }
    }
}
