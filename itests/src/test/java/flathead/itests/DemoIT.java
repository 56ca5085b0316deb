package flathead.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.testkit.Await;
import flathead.testkit.FreePort;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code ./flathead demo}: both ends in one JVM. */
@Alone
class DemoIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Test
    void bothCamerasArriveAndNothingComplains() throws Exception {
        try (RuntimeProcess demo = RuntimeProcess.start("demo", FreePort.find())) {
            demo.awaitStreams(2, LIMIT, 0.3);
            Await.until(() -> "decoded, and stamps read: " + demo.status(), LIMIT,
                () -> demo.remoteStreams().stream().noneMatch(stream -> stream.isNull("latency")));
            for (JsonObject stream : demo.remoteStreams()) {
                assertEquals("H264", stream.getString("codec"));
                assertEquals(640, stream.getInt("width"));
                assertEquals(480, stream.getInt("height"));
                assertTrue(stream.getJsonObject("latency").getJsonNumber("p50").doubleValue() > 0);
            }
            // What was received is not sent round again: two peer connections, no more.
            assertEquals(2, demo.log().stream().filter(line -> line.contains("connected by rtp")).count());
            // libx264 is the choice of whoever installs it.
            assertEquals(List.of(), demo.log().stream().filter(line -> line.contains("x264")).toList());
            assertEquals(List.of(), demo.complaints());
            assertEquals(List.of(), demo.hangs());
            demo.stop();
            assertEquals(List.of(), demo.complaints());
        }
    }
}
