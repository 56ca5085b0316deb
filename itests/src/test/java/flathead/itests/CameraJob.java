package flathead.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.testkit.Await;
import flathead.testkit.FreePort;
import jakarta.json.JsonObject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The main job on a camera of the kernel: vimc, libcamera, OpenH264, WebRTC, decoded at the server. Run in a guest by
 * {@link CameraIT}; there everything is slow, and one processor does all of it.
 */
@Timeout(200)
class CameraJob {
    private static final Path ROOT = Path.of(System.getProperty("flathead.root"));
    private static final String CONSOLE = "/system/console";
    private static final String PASSWORD = "a-password-of-this-test";
    private static final Duration LONG = Duration.ofSeconds(200);
    private static final int DECODED = 150;

    /** The demo's own settings, but for the mock: left takes the best camera there is, and there is no other. */
    private static Path settings() throws IOException {
        String text = Files.readString(ROOT.resolve("config/demo.json"));
        String mock = "\"source.target\": \"(flathead.source=mock)\"";
        String left = text.replaceFirst(Pattern.quote(mock), "\"source.target\": "
            + "\"(flathead.source=libcamera)\"");
        assertTrue(!left.equals(text), "the demo keeps to the mock");
        Path file = Files.createTempFile("camera", ".json");
        return Files.writeString(file, left.replace(mock, "\"enabled:Boolean\": false"));
    }

    private static JsonObject stream(RuntimeProcess demo, boolean remote) {
        JsonObject status = demo.status();
        return status == null ? null : status.getJsonArray("streams").getValuesAs(JsonObject.class).stream()
            .filter(stream -> stream.getString("cameraId").equals("left")
                && remote != stream.getString("client", "").isEmpty())
            .findFirst().orElse(null);
    }

    private static long decoded(RuntimeProcess demo) {
        JsonObject received = stream(demo, true);
        return received == null ? 0 : received.getJsonObject("captured").getJsonNumber("out").longValue();
    }

    @Test
    void vimcIsSeenAtTheServer() throws Exception {
        Map<String, String> environment = Map.of("CONSOLE_PASSWORD", PASSWORD, "JAVA_TOOL_OPTIONS",
            "-XX:TieredStopAtLevel=1");
        try (RuntimeProcess demo = RuntimeProcess.start("demo", FreePort.find(), settings(), environment,
                Files.createTempDirectory("home"), false)) {
            Await.until(() -> DECODED + " decoded pictures; the last status: " + demo.status() + "\n"
                + String.join("\n", demo.log()), LONG, () -> decoded(demo) >= DECODED);
            JsonObject sent = stream(demo, false);
            JsonObject received = stream(demo, true);
            System.out.println("camera job: " + line("sent", sent) + "; " + line("received", received));
            assertEquals("libcamera", sent.getString("source"));
            assertEquals("openh264", sent.getString("encoder"));
            assertEquals("H264", received.getString("codec"));
            assertEquals(636, received.getInt("width"), "the nearest that vimc has");
            assertEquals(480, received.getInt("height"));
            assertEquals("streaming", received.getString("state"));

            ConsoleClient operator = ConsoleClient.of(demo.consolePort(), "admin", PASSWORD);
            double before = awaitSteady(operator);
            set(operator, "0.5");
            double[] bright = new double[1];
            Await.until(() -> "brighter than " + before + ": " + bright[0], LONG, () -> {
                bright[0] = luma(operator);
                return bright[0] > before + 20;
            });
            long more = decoded(demo) + 20;
            Await.until("pictures go on", LONG, () -> decoded(demo) >= more);
            System.out.println("camera job: brightness 0 to 0.5 by ConfigurationAdmin, mean luma of what the server"
                + " decoded " + before + " to " + bright[0]);
            assertEquals(1, demo.log().stream().filter(line -> line.contains("libcamera delivers")).count(),
                "the camera was not opened again");
            demo.stop();
        }
    }

    private static String line(String what, JsonObject stream) {
        return what + " " + stream.getInt("width") + "x" + stream.getInt("height") + " " + stream.get("fps") + " fps "
            + stream.get("bitrate") + " bit/s, captured " + stream.get("captured");
    }

    private static void set(ConsoleClient operator, String brightness) throws IOException {
        HttpResponse<byte[]> answer = operator.post(CONSOLE + "/configMgr/flathead.camera~left", "apply", "update",
            "action", "ajaxConfigManager", "propertylist", "brightness", "brightness", brightness);
        assertEquals(302, answer.statusCode(), () -> ConsoleClient.text(answer));
    }

    private static double awaitSteady(ConsoleClient operator) {
        double[] two = new double[2];
        Await.until("a picture of the server", LONG, () -> {
            two[0] = luma(operator);
            two[1] = luma(operator);
            return Math.abs(two[0] - two[1]) < 2;
        });
        return two[1];
    }

    /** The mean luma of the last picture that the server decoded. */
    private static double luma(ConsoleClient operator) {
        try {
            HttpResponse<byte[]> answer = operator.get(CONSOLE + "/flathead/picture/stream-left");
            if (answer.statusCode() != 200) {
                return Double.NaN;
            }
            BufferedImage picture = ImageIO.read(new ByteArrayInputStream(answer.body()));
            double sum = 0;
            for (int y = 0; y < picture.getHeight(); y++) {
                for (int x = 0; x < picture.getWidth(); x++) {
                    int rgb = picture.getRGB(x, y);
                    sum += 0.299 * (rgb >> 16 & 0xff) + 0.587 * (rgb >> 8 & 0xff) + 0.114 * (rgb & 0xff);
                }
            }
            return sum / picture.getWidth() / picture.getHeight();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
