package flathead.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.testkit.Await;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two virtual cameras of libcamera, paired by the demo's runtime. Run in a guest by {@link CameraIT}. */
@Timeout(200)
class StereoJob {
    private static final Path ROOT = Path.of(System.getProperty("flathead.root"));
    private static final Duration LONG = Duration.ofSeconds(120);
    private static final int PAIRS = 300;
    private static final double HALF_INTERVAL_MILLIS = 1000.0 / 30 / 2;

    private static Path settings() throws IOException {
        String text = Files.readString(ROOT.resolve("config/demo.json"));
        String libcamera = text.replace("(flathead.source=mock)", "(flathead.source=libcamera)");
        assertTrue(!libcamera.equals(text), "the demo keeps to the mock");
        return Files.writeString(Files.createTempFile("stereo", ".json"), libcamera);
    }

    private static JsonObject pair(RuntimeProcess demo) {
        JsonObject status = demo.status();
        return status == null || !status.containsKey("stereo") ? null
            : status.getJsonArray("stereo").getJsonObject(0);
    }

    private static long count(JsonObject pair, String name) {
        return pair == null ? 0 : pair.getJsonNumber(name).longValue();
    }

    @Test
    void twoVirtualCamerasArePaired() throws Exception {
        Map<String, String> environment = Map.of("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1",
            "LEFT_CAMERA_ID", "Virtual0", "RIGHT_CAMERA_ID", "Virtual1");
        try (RuntimeProcess demo = RuntimeProcess.start("demo", RuntimeProcess.freePort(), settings(), environment,
                Files.createTempDirectory("home"), false)) {
            Await.until(() -> PAIRS + " pairs; the last status: " + demo.status() + "\n"
                + String.join("\n", demo.log()), LONG, () -> count(pair(demo), "pairs") >= PAIRS);
            JsonObject pair = pair(demo);
            System.out.println("stereo job: " + pair);
            assertEquals("left", pair.getString("left"));
            double max = pair.getJsonObject("skew").getJsonNumber("max").doubleValue();
            assertTrue(max <= HALF_INTERVAL_MILLIS + 0.01, "a pair is within half an interval: " + max);
            // One camera starts before the other; what a slow machine drops on the way to the pairing is unpaired too.
            assertTrue(count(pair, "pairs") > count(pair, "unpairedLeft")
                && count(pair, "pairs") > count(pair, "unpairedRight"), pair.toString());
            demo.stop();
        }
    }
}
