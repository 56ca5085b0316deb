package flathead.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.testkit.Await;
import flathead.testkit.FreePort;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the status tells of a stream that is received as it comes, in one JVM, where the truth is known. */
class ReceptionIT {
    private static final Duration LIMIT = Duration.ofSeconds(120);

    @TempDir
    Path folder;

    private Path config() throws Exception {
        try (JsonReader in = Json.createReader(Files.newBufferedReader(Path.of("../config/demo.json")))) {
            return Files.writeString(folder.resolve("demo.json"), Json.createObjectBuilder(in.readObject())
                .add("flathead.session", Json.createObjectBuilder().add("receive", "auto")).build().toString());
        }
    }

    private static double number(JsonObject of, String name) {
        return of.getJsonNumber(name).doubleValue();
    }

    @Test
    void theStatusTellsWhatTheReceiverKnows() throws Exception {
        try (RuntimeProcess demo = RuntimeProcess.start("demo", FreePort.find(), config(), Map.of())) {
            List<JsonObject> streams = new ArrayList<>();
            // So many that those are out of the window that came before the clock was known.
            Await.until(() -> "both latencies of both: " + demo.status(), LIMIT, () -> {
                streams.clear();
                streams.addAll(demo.remoteStreams());
                return streams.size() == 2 && streams.stream().allMatch(stream -> !stream.isNull("latency")
                    && !stream.isNull("captureLatency")
                    && number(stream.getJsonObject("receiver"), "pictures") > 300);
            });
            for (JsonObject stream : streams) {
                JsonObject receiver = stream.getJsonObject("receiver");
                JsonObject clock = receiver.getJsonObject("clock");
                System.out.println(stream.getString("name") + ": latency " + stream.getJsonObject("latency")
                    + ", since capture " + stream.getJsonObject("captureLatency") + ", " + receiver);
                assertEquals("capture", clock.getString("quality"));
                double error = number(clock, "errorMillis");
                assertTrue(error > 0, clock::toString);
                // Both ends tell the clock of one process, and stamp and time of capture are one instant.
                assertTrue(Math.abs(number(clock, "offsetMillis")) <= error + 0.01, clock::toString);
                double apart = number(stream.getJsonObject("captureLatency"), "p50")
                    - number(stream.getJsonObject("latency"), "p50");
                assertTrue(Math.abs(apart) <= error + 5, apart + " ms apart: " + stream);
                assertEquals(error, number(stream.getJsonObject("captureLatency"), "errorMillis"));
                assertEquals(JsonValue.ValueType.NUMBER, receiver.get("freezes").getValueType());
            }
        }
    }
}
