package flathead.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.testkit.OpenApi;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a running demo tells programs. */
class ProgramsIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static RuntimeProcess demo;

    @BeforeAll
    static void start() throws Exception {
        demo = RuntimeProcess.start("demo", RuntimeProcess.freePort());
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
