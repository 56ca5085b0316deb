package flathead.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.testkit.Await;
import flathead.testkit.FreePort;
import flathead.testkit.OpenApi;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a running demo tells programs. */
class ProgramsIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    /** Of a camera, while its rate is measured. */
    private static final int PICTURES = 60;
    private static final int SNAPSHOTS = 40;
    /** Of some three seconds. */
    private static final int RECORDED_BYTES = 500_000;
    private static final long ASKED_NANOS = 500_000_000;
    private static final String PASSWORD = "a password for programs";
    private static final String ENCODER = "flathead.encoder.software";
    private static RuntimeProcess demo;

    @BeforeAll
    static void start() throws Exception {
        demo = RuntimeProcess.start("demo", FreePort.find(), null, Map.of("CONSOLE_PASSWORD", PASSWORD));
        demo.awaitStreams(2, Duration.ofSeconds(60), 5);
    }

    @AfterAll
    static void stop() {
        demo.close();
    }

    private static HttpRequest.Builder at(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + demo.port() + path));
    }

    private static HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    @Test
    void prometheusReadsTheMetricsAndCountsThirtyPicturesASecond() throws Exception {
        try (PeerProcess prometheus = PeerProcess.python(Map.of(), "scrape.py",
                "http://127.0.0.1:" + demo.port() + "/metrics")) {
            JsonObject[] before = {scrape(prometheus, "text")};
            assertEquals("text/plain; version=0.0.4; charset=utf-8", before[0].getString("type"));
            long[] asked = {System.nanoTime()};
            // A busy machine may be late for a while.
            Await.until(() -> "30 pictures a second: " + prometheus, Duration.ofSeconds(60), () -> {
                if (System.nanoTime() - asked[0] < ASKED_NANOS) {
                    return false;
                }
                asked[0] = System.nanoTime();
                JsonObject now = scrape(prometheus, "text");
                if (rise(before[0], now, "left") < PICTURES) {
                    return false;
                }
                double seconds = now.getJsonNumber("seconds").doubleValue()
                    - before[0].getJsonNumber("seconds").doubleValue();
                double left = rise(before[0], now, "left") / seconds;
                double right = rise(before[0], now, "right") / seconds;
                System.out.printf("by /metrics %.1f and %.1f pictures a second over %.1f s%n", left, right, seconds);
                before[0] = now;
                return Math.abs(left - 30) < 3 && Math.abs(right - 30) < 3;
            });
            JsonObject samples = before[0].getJsonObject("samples");
            String meter = "{origin=\"remote\",part=\"frames\",sink=\"meter\",stream=\"left\"}";
            assertTrue(samples.getJsonNumber("flathead_capture_age_seconds_count" + meter).doubleValue() > PICTURES,
                () -> meter + " is not in " + samples.keySet());
            assertEquals(1, samples.getJsonNumber("flathead_stream_state{origin=\"remote\",state=\"streaming\","
                + "stream=\"right\"}").doubleValue());
            assertTrue(samples.containsKey("jvm_threads_current"), () -> samples.keySet().toString());
            assertTrue(scrape(prometheus, "openmetrics").getString("type").startsWith("application/openmetrics-text"));
        }
    }

    private static void pictures(OpenApi described) throws Exception {
        for (String path : List.of("/api/cameras/left/snapshot.jpg", "/api/cameras/right/snapshot.jpg",
                "/api/stereo/received/snapshot.jpg", "/api/stereo.jpg")) {
            HttpResponse<byte[]> picture = send(at(path));
            described.check(picture);
            assertEquals(200, picture.statusCode(), () -> path + ": " + text(picture));
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(picture.body()));
            assertEquals(path.contains("stereo") ? 1280 : 640, image.getWidth(), path);
            assertEquals(480, image.getHeight(), path);
            Duration age = Duration.between(Instant.parse(picture.headers().firstValue("Flathead-Captured")
                .orElseThrow()), Instant.now());
            assertTrue(Math.abs(age.toMillis()) < 5_000, () -> path + " is of " + age + " ago");
        }
        List<Double> took = new ArrayList<>();
        String tag = "";
        int kept = 0;
        for (int i = 0; i < SNAPSHOTS; i++) {
            long start = System.nanoTime();
            HttpResponse<byte[]> picture = send(at("/api/cameras/left/snapshot.jpg").header("If-None-Match", tag));
            took.add((System.nanoTime() - start) / 1e6);
            described.check(picture);
            kept += picture.statusCode() == 304 ? 1 : 0;
            tag = picture.headers().firstValue("ETag").orElseThrow();
        }
        took.sort(null);
        System.out.printf("snapshot by HTTP: p50 %.1f, p95 %.1f, most %.1f ms; %d of %d were the same picture still%n",
            took.get(SNAPSHOTS / 2), took.get(SNAPSHOTS * 95 / 100), took.get(SNAPSHOTS - 1), kept, SNAPSHOTS);
    }

    private static void recordings(OpenApi described) throws Exception {
        String recording = "/api/cameras/left/recording";
        HttpResponse<byte[]> started = send(at(recording).POST(BodyPublishers.noBody()));
        described.check(started);
        assertEquals(201, started.statusCode(), () -> text(started));
        assertEquals(recording, started.headers().firstValue("Location").orElse(""));
        Await.until(() -> "it is recorded: " + demo.log(), Duration.ofSeconds(30),
            () -> json(recording).getString("state").equals("recording") && json(recording).getInt("bytes") > 0);
        assertEquals(200, send(at(recording).POST(BodyPublishers.noBody())).statusCode());
        for (int i = 0; i < 2; i++) {
            HttpResponse<byte[]> stopped = send(at(recording).DELETE());
            described.check(stopped);
            assertEquals(200, stopped.statusCode(), () -> text(stopped));
        }
        described.check(send(at(recording)));
        described.check(send(at("/api/recordings")));
        described.check(send(at("/api/recordings/none.mp4")));
        List<JsonObject> files = recordingsOf("left");
        assertEquals(1, files.size(), files::toString);
        HttpResponse<byte[]> whole = send(at(files.get(0).getString("url")));
        described.check(whole);
        assertEquals(files.get(0).getInt("bytes"), whole.body().length);
        assertEquals("ftyp", new String(whole.body(), 4, 4, StandardCharsets.US_ASCII));
        HttpResponse<byte[]> part = send(at(files.get(0).getString("url")).header("Range", "bytes=4-7"));
        described.check(part);
        assertEquals("ftyp", text(part));
    }

    private static List<JsonObject> recordingsOf(String camera) {
        return json("/api/recordings").getJsonArray("recordings").getValuesAs(JsonObject.class).stream()
            .filter(file -> file.getString("camera").equals(camera)).toList();
    }

    @Test
    void chromiumPlaysEveryPictureOfARecording() throws Exception {
        String recording = "/api/cameras/right/recording";
        assertEquals(201, send(at(recording).POST(BodyPublishers.noBody())).statusCode());
        Await.until(() -> "three seconds are recorded: " + json(recording), Duration.ofSeconds(60),
            () -> json(recording).getInt("bytes") > RECORDED_BYTES);
        assertEquals(200, send(at(recording).DELETE()).statusCode());
        JsonObject file = recordingsOf("right").get(0);
        Path copy = Files.createTempFile(Files.createDirectories(Path.of("target")), "recording", ".mp4");
        Files.write(copy, send(at(file.getString("url"))).body());
        int pictures = RecordedVideo.read(copy).pictures().size();
        try (PeerProcess browser = PeerProcess.node(Map.of(), "recording.js", "http://127.0.0.1:" + demo.port(),
                file.getString("url"))) {
            JsonObject played = browser.await("played", Duration.ofSeconds(60));
            System.out.printf("Chromium: %d of %d pictures, %.3f of %.3f s%n", played.getInt("frames"), pictures,
                played.getJsonNumber("seconds").doubleValue(), file.getJsonNumber("seconds").doubleValue());
            assertEquals(pictures, played.getInt("frames"));
            assertEquals(file.getJsonNumber("seconds").doubleValue(), played.getJsonNumber("seconds").doubleValue(),
                0.001);
            assertEquals(640, played.getInt("width"));
            assertEquals(480, played.getInt("height"));
            assertEquals(played.getJsonNumber("seconds").doubleValue() / 2,
                played.getJsonNumber("soughtTo").doubleValue(), 0.001);
        }
    }

    private static JsonObject json(String path) {
        try (JsonReader reader = Json.createReader(new StringReader(text(send(at(path)))))) {
            return reader.readObject();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Asks once, as Prometheus would. */
    private static JsonObject scrape(PeerProcess prometheus, String form) {
        int before = prometheus.events().size();
        prometheus.say(Json.createObjectBuilder().add("form", form).build());
        Await.until(() -> "scraped: " + prometheus, Duration.ofSeconds(30),
            () -> prometheus.events().size() > before);
        JsonObject scraped = prometheus.events().get(before);
        assertEquals("[]", scraped.getJsonArray("complaints").toString());
        return scraped;
    }

    private static double rise(JsonObject before, JsonObject now, String camera) {
        String name = "flathead_pictures_total{origin=\"remote\",part=\"source\",sink=\"\",stream=\"" + camera
            + "\"}";
        return now.getJsonObject("samples").getJsonNumber(name).doubleValue()
            - before.getJsonObject("samples").getJsonNumber(name).doubleValue();
    }

    @Test
    void healthFollowsAnEncoderThatIsStoppedAndStarted() throws Exception {
        HttpResponse<byte[]> well = awaitHealth(200);
        for (String check : List.of("streams", "encoders, decoders and pools", "recordings", "memory", "bundles",
                "components")) {
            assertTrue(text(well).contains("\"name\":\"" + check + "\""), () -> check + ": " + text(well));
        }
        ConsoleClient operator = ConsoleClient.of(demo.consolePort(), "admin", PASSWORD);
        assertEquals(200, operator.send("POST", "/system/console/bundles/" + ENCODER, "action=stop").statusCode());
        HttpResponse<byte[]> ill = awaitHealth(503);
        assertEquals("CRITICAL", ill.headers().firstValue("X-Health").orElse(""));
        assertTrue(text(ill).contains("camera left: waiting, waits for an encoder"), () -> text(ill));
        assertEquals("CRITICAL", text(send(at("/health.txt?tags=streams"))).strip());
        assertEquals(200, send(at("/health?tags=memory")).statusCode());
        assertEquals(200, operator.send("POST", "/system/console/bundles/" + ENCODER, "action=start").statusCode());
        awaitHealth(200);
        HttpResponse<byte[]> console = HTTP.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:"
            + demo.consolePort() + "/health")).build(), HttpResponse.BodyHandlers.ofByteArray());
        assertEquals(200, console.statusCode(), "a robot has no other port");
    }

    private static HttpResponse<byte[]> awaitHealth(int status) throws Exception {
        List<HttpResponse<byte[]>> last = new ArrayList<>();
        long[] asked = {System.nanoTime() - ASKED_NANOS};
        Await.until(() -> status + " of " + text(last.get(0)), Duration.ofSeconds(60), () -> {
            if (System.nanoTime() - asked[0] < ASKED_NANOS) {
                return false;
            }
            asked[0] = System.nanoTime();
            try {
                last.add(0, send(at("/health")));
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
            return last.get(0).statusCode() == status;
        });
        return last.get(0);
    }

    @Test
    void everythingThatTheDocumentOfTheInterfaceHasIsAnswered() throws Exception {
        HttpResponse<byte[]> document = send(at("/api/openapi.json"));
        assertEquals(200, document.statusCode());
        OpenApi described = new OpenApi(text(document));
        described.check(document);
        for (String path : List.of("/api/cameras", "/api/cameras/left", "/api/cameras/right", "/api/stereo",
                "/api/stereo/main", "/api/stereo/received")) {
            HttpResponse<byte[]> answer = send(at(path));
            assertEquals(200, answer.statusCode(), path);
            described.check(answer);
        }
        pictures(described);
        recordings(described);
        assertEquals(Set.of(), described.unseen());
        assertTrue(text(send(at("/api/cameras/left"))).contains("\"client\": \""), "the one that came");
        HttpResponse<byte[]> foreign = send(at("/api/cameras/left/recording").header("Origin", "http://evil.example")
            .POST(BodyPublishers.noBody()));
        assertEquals(403, foreign.statusCode());
        HttpResponse<byte[]> console = HTTP.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:"
            + demo.consolePort() + "/api/cameras")).build(), HttpResponse.BodyHandlers.ofByteArray());
        assertEquals(404, console.statusCode(), "not on the console's port");
    }
}
