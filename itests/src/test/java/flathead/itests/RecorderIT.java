package flathead.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.testkit.Await;
import flathead.testkit.FreePort;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The demo records both of its streams; one recording loses its folder, and then the process is killed. What is left is
 * looked at.
 */
class RecorderIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final long INTERVAL_NANOS = 33_333_333;
    private static final long FRAGMENT_MILLIS = 1_000;
    private static final int SECONDS = 5;
    private static final int FPS = 30;
    private static final String PASSWORD = "only for a test";
    private static final String TAB = "/system/console/flathead/";

    private static Path copies;
    private static Path cutOff;
    private static Instant killed;

    @BeforeAll
    static void recordAndKill() throws Exception {
        Path home = Files.createTempDirectory(Files.createDirectories(Path.of("target/run")), "recorder");
        copies = Files.createDirectories(home.resolve("copies"));
        String config = Files.readString(Path.of(System.getProperty("flathead.root", ".."), "config/demo.json"));
        Path changed = home.resolve("demo.json");
        Files.writeString(changed, config.substring(0, config.lastIndexOf('}')).stripTrailing() + ",\n"
            + "  \"flathead.recorder\": {\"fragment:Integer\": " + FRAGMENT_MILLIS + "}\n}\n");
        try (RuntimeProcess demo = RuntimeProcess.start("demo", FreePort.find(), changed,
                Map.of("CONSOLE_PASSWORD", PASSWORD), home, false)) {
            demo.awaitStreams(2, LIMIT, 3);
            Await.until(() -> "the sender's clock is known: " + demo.status(), LIMIT,
                () -> demo.remoteStreams().stream().allMatch(stream -> quality(stream).equals("capture")));
            Path place = home.resolve("recordings/demo");
            assertFalse(Files.exists(place), "nothing is written before somebody asks");
            assertEquals(201, post(demo, "/api/cameras/left/recording"));
            ConsoleClient console = ConsoleClient.of(demo.consolePort(), "admin", PASSWORD);
            assertEquals(200, console.post(TAB + "recording", "stream", "right", "record", "true").statusCode());
            assertEquals(400, console.post(TAB + "recording", "stream", "rear", "record", "true").statusCode());
            Await.until(() -> "both are recorded\n" + String.join("\n", demo.log()), LIMIT,
                () -> newest(place, "left") != null && newest(place, "right") != null);
            // The one that began last; a fragment of the other may be a second behind when it is copied.
            Path last = newest(place, "right");
            for (int fragments = 0; RecordedVideo.length(last) < (SECONDS + 2) * FPS; fragments++) {
                assertTrue(fragments < 100, () -> "the pictures are not in " + last);
                awaitFragment(last);
            }
            String shown = ConsoleClient.text(console.get(TAB + "data.json"));
            assertEquals(2, shown.split("\"state\":\"recording\"").length - 1, shown);
            // A file that is being written can be read at any time.
            for (String camera : List.of("left", "right")) {
                Files.copy(newest(place, camera), copies.resolve(camera + ".mp4"));
            }
            takeAway(place.resolve("left"));
            Await.until(() -> "the lost folder is noticed\n" + String.join("\n", demo.log()), LIMIT,
                () -> warnings(demo).size() == 1);
            awaitFragment(newest(place, "right"));
            demo.awaitStreams(2, LIMIT, 3);
            assertEquals(1, warnings(demo).size(), "it is said once: " + warnings(demo));
            assertTrue(warnings(demo).get(0).contains("left: the recording ended, the stream goes on"),
                warnings(demo).toString());
            killed = Instant.now();
            ProcessHandle process = ProcessHandle.of(demo.pid()).orElseThrow();
            process.destroyForcibly();
            process.onExit().get();
            cutOff = newest(place, "right");
        }
    }

    private static String quality(JsonObject stream) {
        return stream.isNull("receiver") ? "" : stream.getJsonObject("receiver").getJsonObject("clock")
            .getString("quality");
    }

    private static int post(RuntimeProcess demo, String path) throws Exception {
        HttpRequest post = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + demo.port() + path))
            .POST(HttpRequest.BodyPublishers.noBody()).build();
        return HttpClient.newHttpClient().send(post, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private static List<String> warnings(RuntimeProcess demo) {
        return demo.log().stream().filter(line -> line.contains(" WARN ") && line.contains("recorder")).toList();
    }

    private static void takeAway(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    private static Path newest(Path place, String camera) {
        String[] files = place.resolve(camera).toFile().list();
        return files == null ? null
            : Arrays.stream(files).max(Comparator.naturalOrder()).map(place.resolve(camera)::resolve).orElse(null);
    }

    /** Waits until a file has grown, which it does by fragments; one may be seen before it is whole. */
    private static void awaitFragment(Path file) throws IOException {
        long before = Files.size(file);
        Await.until(file + " grows", LIMIT, () -> file.toFile().length() > before);
    }

    @Test
    void aStockDecoderPlaysThemAndComplainsOfNothing() throws Exception {
        for (Path file : List.of(copies.resolve("left.mp4"), copies.resolve("right.mp4"), cutOff)) {
            assertEquals(List.of(), RecordedVideo.complaints(file));
        }
    }

    @Test
    void atMostOneFragmentIsLostWhenTheProcessIsKilled() throws Exception {
        RecordedVideo video = RecordedVideo.read(cutOff);
        long lost = killed.toEpochMilli() - video.lastUtcNanos() / 1_000_000;
        System.out.println("killed while recording: the last " + lost + " ms are lost, of fragments of "
            + FRAGMENT_MILLIS + " ms; " + video.pictures().size() + " pictures play");
        assertTrue(lost > -100 && lost < FRAGMENT_MILLIS + 1_000, lost + " ms are lost");
        assertTrue(video.pictures().size() >= SECONDS * 25);
    }

    @Test
    void picturesThatWereTakenTogetherHaveOneTimeInBothFiles() throws Exception {
        RecordedVideo left = RecordedVideo.read(copies.resolve("left.mp4"));
        RecordedVideo right = RecordedVideo.read(copies.resolve("right.mp4"));
        assertEquals("capture", left.tag("flathead.time"));
        assertTrue(left.tag("flathead.clock").startsWith("sender-"), left.tag("flathead.clock"));
        assertEquals(left.tag("flathead.clock"), right.tag("flathead.clock"), "one sender, one clock");
        int compared = 0;
        double worstUtc = 0;
        double worstClock = 0;
        for (RecordedVideo.Picture each : left.pictures()) {
            RecordedVideo.Picture other = nearest(right.pictures(), each.stamp());
            int apart = other.stamp() - each.stamp();
            if (Math.abs(apart) <= INTERVAL_NANOS / 200_000) {
                compared++;
                double stamped = apart * 0.1;
                worstUtc = Math.max(worstUtc, Math.abs((other.utcNanos() - each.utcNanos()) / 1e6 - stamped));
                worstClock = Math.max(worstClock, Math.abs((other.clockNanos() - each.clockNanos()) / 1e6 - stamped));
            }
        }
        System.out.printf("%d pairs by their stamps: times in the files are off by at most %.3f ms (UTC), %.3f ms"
            + " (the sender's clock)%n", compared, worstUtc, worstClock);
        assertTrue(compared >= SECONDS * 25, compared + " pairs");
        assertTrue(worstUtc < INTERVAL_NANOS / 1e6, worstUtc + " ms");
        // The stamp has a resolution of 0.1 ms.
        assertTrue(worstClock < 0.3, worstClock + " ms");
    }

    private static RecordedVideo.Picture nearest(List<RecordedVideo.Picture> pictures, int stamp) {
        return pictures.stream().min(Comparator.comparingInt(each -> Math.abs(each.stamp() - stamp))).orElseThrow();
    }
}
