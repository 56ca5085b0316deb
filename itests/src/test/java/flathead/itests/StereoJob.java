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
import org.junit.jupiter.api.Timeout;

/**
 * Two virtual cameras of libcamera, paired by the demo's runtime. They run free of each other, and slowly here, so how
 * many find a partner is chance. Run in a guest by {@link CameraIT}.
 */
@Timeout(200)
class StereoJob {
    private static final Path ROOT = Path.of(System.getProperty("flathead.root"));
    private static final Duration LONG = Duration.ofSeconds(240);
    private static final int PAIRS = 150;
    /** Pictures that wait for the other eye, and those that come between two questions. */
    private static final int SLACK = 60;
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

    /** The pictures of a camera that came to the pairing. */
    private static long taken(RuntimeProcess demo, String camera) {
        JsonObject stream = demo.status().getJsonArray("streams").getValuesAs(JsonObject.class).stream()
            .filter(each -> each.getString("cameraId").equals(camera) && each.getString("client", "").isEmpty())
            .findFirst().orElseThrow();
        System.out.println("stereo job: " + camera + " " + stream.getString("source") + " " + stream.get("fps")
            + " fps");
        return stream.getJsonArray("outlets").getValuesAs(JsonObject.class).stream()
            .filter(outlet -> outlet.getString("role").equals("stereo"))
            .mapToLong(outlet -> outlet.getJsonNumber("in").longValue()).sum();
    }

    @Test
    void twoVirtualCamerasArePaired() throws Exception {
        Map<String, String> environment = Map.of("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1",
            "LEFT_CAMERA_ID", "Virtual0", "RIGHT_CAMERA_ID", "Virtual1");
        try (RuntimeProcess demo = RuntimeProcess.start("demo", FreePort.find(), settings(), environment,
                Files.createTempDirectory("home"), false)) {
            Await.until(() -> PAIRS + " pairs; the last status: " + demo.status() + "\n"
                + String.join("\n", demo.log()), LONG, () -> count(pair(demo), "pairs") >= PAIRS);
            JsonObject pair = pair(demo);
            System.out.println("stereo job: " + pair);
            assertEquals("left", pair.getString("left"));
            double max = pair.getJsonObject("skew").getJsonNumber("max").doubleValue();
            assertTrue(max <= HALF_INTERVAL_MILLIS + 0.01, "a pair is within half an interval: " + max);
            for (String side : new String[] {"left", "right"}) {
                long unpaired = count(pair, side.equals("left") ? "unpairedLeft" : "unpairedRight");
                long taken = taken(demo, side);
                System.out.println("stereo job: " + side + " took " + taken + " pictures, " + unpaired + " unpaired");
                assertTrue(Math.abs(taken - count(pair, "pairs") - unpaired) <= SLACK,
                    "every picture is in a pair or counted as unpaired");
            }
            demo.stop();
        }
    }
}
