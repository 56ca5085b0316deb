package flathead.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.testkit.Await;
import flathead.testkit.OpenApi;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a running demo tells programs. */
class ProgramsIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    /** Of a camera, while its rate is measured. */
    private static final int PICTURES = 60;
    private static final long ASKED_NANOS = 500_000_000;
    private static final String PASSWORD = "a password for programs";
    private static final String ENCODER = "flathead.encoder.software";
    private static RuntimeProcess demo;

    @BeforeAll
    static void start() throws Exception {
        demo = RuntimeProcess.start("demo", RuntimeProcess.freePort(), null, Map.of("CONSOLE_PASSWORD", PASSWORD));
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
            String meter = "{origin=\"remote\",part=\"frames\",sink=\"frames\",stream=\"left\"}";
            assertTrue(samples.getJsonNumber("flathead_capture_age_seconds_count" + meter).doubleValue() > PICTURES,
                () -> meter + " is not in " + samples.keySet());
            assertEquals(1, samples.getJsonNumber("flathead_stream_state{origin=\"remote\",state=\"streaming\","
                + "stream=\"right\"}").doubleValue());
            assertTrue(samples.containsKey("jvm_threads_current"), () -> samples.keySet().toString());
            assertTrue(scrape(prometheus, "openmetrics").getString("type").startsWith("application/openmetrics-text"));
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
        for (String path : List.of("/api/cameras/left/snapshot.jpg", "/api/stereo/received/snapshot.jpg",
                "/api/stereo.jpg", "/api/cameras/left/recording", "/api/recordings", "/api/recordings/none.mp4")) {
            described.check(send(at(path)));
        }
        described.check(send(at("/api/cameras/left/recording").POST(BodyPublishers.noBody())));
        described.check(send(at("/api/cameras/left/recording").DELETE()));
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
