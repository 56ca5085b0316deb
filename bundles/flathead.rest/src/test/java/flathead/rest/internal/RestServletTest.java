package flathead.rest.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.MediaException;
import flathead.api.SnapshotException;
import flathead.testkit.OpenApi;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The servlet in a real Jetty, asked by a real HTTP client; every answer is held against the OpenAPI document. */
class RestServletTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final OpenApi DESCRIBED = new OpenApi(new String(flathead.rest.internal.OpenApi.bytes(),
        StandardCharsets.UTF_8));

    @TempDir
    private Path folder;
    private final RestServlet servlet = new RestServlet(Map.of());
    private final Fakes fakes = new Fakes();
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);

    @BeforeEach
    void start() throws Exception {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setStopTimeout(0);
        ServletContextHandler context = new ServletContextHandler("/");
        context.addServlet(new ServletHolder(servlet), "/api/*");
        server.setHandler(context);
        server.start();
        servlet.putMonitor(() -> Fakes.stream("left", "robot"));
        servlet.putMonitor(() -> Fakes.stream("left", ""));
        servlet.putMonitor(() -> Fakes.stream("hinten links", ""));
        servlet.putPair(() -> Fakes.pair("main"));
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    private HttpRequest.Builder at(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + connector.getLocalPort() + path));
    }

    private static HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
        HttpResponse<byte[]> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        String method = response.request().method();
        if (response.statusCode() != 405 && !method.equals("HEAD") && !method.equals("OPTIONS")) {
            DESCRIBED.check(response);
        }
        return response;
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private void assertProblem(int status, String detail, HttpRequest.Builder request) throws Exception {
        HttpResponse<byte[]> response = send(request);
        assertEquals(status, response.statusCode(), text(response));
        assertEquals("application/problem+json", header(response, "Content-Type"));
        assertTrue(text(response).contains(detail), text(response));
        assertTrue(text(response).contains("\"instance\": \"" + response.uri().getRawPath() + "\""), text(response));
    }

    @Test
    void namesCamerasAndPairs() throws Exception {
        HttpResponse<byte[]> all = send(at("/api/cameras"));
        assertEquals(200, all.statusCode());
        assertEquals("*", header(all, "Access-Control-Allow-Origin"));
        assertEquals("no-store", header(all, "Cache-Control"));
        // Of the two called left, the one that came.
        assertEquals(2, text(all).split("\"cameraId\"", -1).length - 1, text(all));
        assertTrue(text(send(at("/api/cameras/left"))).contains("\"client\": \"robot\""));
        assertEquals(200, send(at("/api/cameras/hinten%20links")).statusCode());
        assertTrue(text(send(at("/api/stereo"))).contains("\"main\""));
        assertTrue(text(send(at("/api/stereo/main"))).contains("\"skew\""));
        assertEquals(200, send(at("/api/openapi.json")).statusCode());
    }

    @Test
    void aRefusalSaysWhatWhereAndWhatIsAllowed() throws Exception {
        assertProblem(404, "there is no camera \\\"nobody\\\"; there are [hinten links, left]",
            at("/api/cameras/nobody"));
        assertProblem(404, "there is no pair \\\"x\\\"; there are [main]", at("/api/stereo/x"));
        assertProblem(406, "application/json", at("/api/cameras").header("Accept", "text/html"));
        assertProblem(406, "application/json", at("/api/cameras").header("Accept", "application/json;q=0, */*"));
        assertEquals(200, send(at("/api/cameras").header("Accept", "text/html, application/*;q=0.1")).statusCode());
        HttpResponse<byte[]> put = send(at("/api/cameras/left/recording").PUT(BodyPublishers.noBody()));
        assertEquals(405, put.statusCode());
        assertEquals("OPTIONS, DELETE, GET, HEAD, POST", header(put, "Allow"));
        HttpResponse<byte[]> options = send(at("/api/cameras").method("OPTIONS", BodyPublishers.noBody()));
        assertEquals(204, options.statusCode());
        assertEquals("OPTIONS, GET, HEAD", header(options, "Allow"));
        for (String path : List.of("/api", "/api/", "/api/nothing", "/api/cameras/left/nothing")) {
            HttpResponse<byte[]> nothing = HTTP.send(at(path).build(), HttpResponse.BodyHandlers.ofByteArray());
            assertEquals(404, nothing.statusCode(), path);
            assertTrue(text(nothing).contains("/api/openapi.json"), text(nothing));
        }
    }

    @Test
    void saysWhichBundleIsMissing() throws Exception {
        assertProblem(503, "flathead.snapshot", at("/api/cameras/left/snapshot.jpg"));
        assertProblem(503, "flathead.snapshot", at("/api/stereo.jpg"));
        assertProblem(503, "flathead.recorder", at("/api/recordings"));
        assertProblem(503, "flathead.recorder", at("/api/cameras/left/recording"));
        assertProblem(503, "flathead.recorder", at("/api/cameras/left/recording").POST(BodyPublishers.noBody()));
        assertProblem(503, "flathead.recorder", at("/api/cameras/left/recording").DELETE());
        assertProblem(503, "flathead.recorder", at("/api/recordings/any.mp4"));
    }

    @Test
    void sendsPicturesOnceToWhoHasThem() throws Exception {
        servlet.putSnapshots(fakes);
        HttpResponse<byte[]> picture = send(at("/api/cameras/left/snapshot.jpg"));
        assertEquals(200, picture.statusCode());
        assertArrayEquals(Fakes.JPEG, picture.body());
        assertEquals("image/jpeg", header(picture, "Content-Type"));
        assertEquals("private, no-cache", header(picture, "Cache-Control"));
        assertEquals("", header(picture, "Access-Control-Allow-Origin"));
        assertEquals("2026-01-02T03:04:05.678Z", header(picture, "Flathead-Captured"));
        assertEquals("capture", header(picture, "Flathead-Time-Quality"));
        int encoded = fakes.encoded.get();
        HttpResponse<byte[]> again = send(at("/api/cameras/left/snapshot.jpg")
            .header("If-None-Match", "\"other\", " + header(picture, "ETag")));
        assertEquals(304, again.statusCode());
        assertEquals(header(picture, "ETag"), header(again, "ETag"));
        assertEquals(encoded, fakes.encoded.get());
        HttpResponse<byte[]> head = send(at("/api/cameras/left/snapshot.jpg").method("HEAD",
            BodyPublishers.noBody()));
        assertEquals(Integer.toString(Fakes.JPEG.length), header(head, "Content-Length"));
        assertEquals(200, send(at("/api/stereo.jpg")).statusCode());
        assertEquals(200, send(at("/api/stereo/main/snapshot.jpg")).statusCode());
        assertProblem(406, "image/jpeg", at("/api/cameras/left/snapshot.jpg").header("Accept", "image/png"));
        fakes.refusal = new SnapshotException(SnapshotException.Reason.UNKNOWN, "there is no such stream");
        assertProblem(404, "no such stream", at("/api/cameras/left/snapshot.jpg"));
        fakes.refusal = new SnapshotException(SnapshotException.Reason.NO_PICTURE, "none came in time");
        assertProblem(503, "none came in time", at("/api/cameras/left/snapshot.jpg"));
        assertEquals("1", header(send(at("/api/stereo.jpg")), "Retry-After"));
        fakes.refusal = new SnapshotException(SnapshotException.Reason.FAILED, "no encoder");
        assertProblem(500, "no encoder", at("/api/cameras/left/snapshot.jpg"));
    }

    @Test
    void startsAndStopsRecordingsHoweverOftenItIsAsked() throws Exception {
        servlet.putRecorder(fakes);
        HttpResponse<byte[]> started = send(at("/api/cameras/left/recording").POST(BodyPublishers.noBody()));
        assertEquals(201, started.statusCode());
        assertEquals("/api/cameras/left/recording", header(started, "Location"));
        assertTrue(text(started).contains("\"state\": \"waiting\""), text(started));
        HttpResponse<byte[]> again = send(at("/api/cameras/left/recording").POST(BodyPublishers.noBody()));
        assertEquals(200, again.statusCode());
        assertEquals(text(started), text(again));
        assertEquals(text(started), text(send(at(header(started, "Location")))));
        for (int i = 0; i < 2; i++) {
            HttpResponse<byte[]> stopped = send(at("/api/cameras/left/recording").DELETE());
            assertEquals(200, stopped.statusCode());
            assertTrue(text(stopped).contains("\"state\": \"off\""), text(stopped));
        }
        assertProblem(404, "no stream", at("/api/cameras/none/recording").POST(BodyPublishers.noBody()));
        assertProblem(404, "no stream", at("/api/cameras/none/recording").DELETE());
        assertProblem(404, "there is no camera", at("/api/cameras/none/recording"));
        fakes.full = new MediaException("/data: no space is left");
        assertProblem(507, "/data: no space is left", at("/api/cameras/left/recording").POST(BodyPublishers.noBody()));
    }

    @Test
    void sendsRecordingsWholeAndInPart() throws Exception {
        servlet.putRecorder(fakes);
        Path file = Files.write(folder.resolve("left ü.mp4"), "0123456789".getBytes(StandardCharsets.US_ASCII));
        fakes.record("left", file);
        assertTrue(text(send(at("/api/recordings"))).contains("\"url\": \"/api/recordings/left%20%C3%BC.mp4\""));
        String url = "/api/recordings/left%20%C3%BC.mp4";
        HttpResponse<byte[]> whole = send(at(url));
        assertEquals("0123456789", text(whole));
        assertEquals("video/mp4", header(whole, "Content-Type"));
        for (Map.Entry<String, String> each : Map.of("bytes=2-4", "234", "bytes=7-", "789", "bytes=-2", "89",
                "bytes=8-100", "89", "bytes=-100", "0123456789").entrySet()) {
            HttpResponse<byte[]> part = send(at(url).header("Range", each.getKey()));
            assertEquals(206, part.statusCode(), each.getKey());
            assertEquals(each.getValue(), text(part), each.getKey());
            assertTrue(header(part, "Content-Range").endsWith("/10"), header(part, "Content-Range"));
        }
        for (String range : List.of("bytes=10-", "bytes=5-4", "bytes=-0")) {
            assertProblem(416, "10 bytes", at(url).header("Range", range));
        }
        assertEquals(200, send(at(url).header("Range", "bytes=0-1,3-4")).statusCode());
        assertEquals(200, send(at(url).header("Range", "bytes=0-1").header("If-Range", "\"other\"")).statusCode());
        assertEquals(206, send(at(url).header("Range", "bytes=0-1").header("If-Range", header(whole, "ETag")))
            .statusCode());
        assertEquals(304, send(at(url).header("If-None-Match", header(whole, "ETag"))).statusCode());
        Files.delete(file);
        assertProblem(404, "made room", at(url));
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret", "%2e%2e%2fsecret", "..%5csecret", "left.mp4%00", ".", "%2e%2e"})
    void noPathLeadsOutOfTheRecordings(String name) throws Exception {
        servlet.putRecorder(fakes);
        Files.writeString(folder.resolve("secret"), "secret");
        Path inner = Files.createDirectory(folder.resolve("recordings"));
        fakes.record("left", Files.writeString(inner.resolve("left.mp4"), "video"));
        HttpResponse<byte[]> answer = HTTP.send(at("/api/recordings/" + name).build(),
            HttpResponse.BodyHandlers.ofByteArray());
        assertTrue(Set.of(400, 404).contains(answer.statusCode()), () -> answer.statusCode() + " " + name);
        assertFalse(text(answer).startsWith("secret"));
    }

    @Test
    void withoutATokenOnlyThisHostChangesAnything() throws Exception {
        servlet.putRecorder(fakes);
        for (String[] foreign : new String[][] {{"Origin", "http://evil.example"}, {"Sec-Fetch-Site", "cross-site"},
            {"X-Forwarded-For", "192.0.2.1"}, {"Forwarded", "for=192.0.2.1"}}) {
            assertProblem(403, "", at("/api/cameras/left/recording").header(foreign[0], foreign[1])
                .POST(BodyPublishers.noBody()));
            assertProblem(403, "", at("/api/cameras/left/recording").header(foreign[0], foreign[1]).DELETE());
        }
        assertEquals(List.of(), fakes.recorded());
        Access open = Access.of(Map.of());
        for (String[] client : new String[][] {{"192.0.2.1", "10.0.0.1:8080", "false"}, {"127.0.0.1", "evil.example",
            "false"}, {"127.0.0.1", "localhost:8080", "true"}, {"0:0:0:0:0:0:0:1", "[::1]:8080", "true"},
            {"127.0.0.1", "localhost.evil.example", "false"}}) {
            Call call = Call.of("POST", "/api/cameras/left/recording", Map.of("Host", client[1])::get, client[0]);
            assertEquals(client[2].equals("true"), admits(() -> open.change(call)), String.join(" ", client));
        }
    }

    private interface Check {
        void run() throws Problem;
    }

    private static boolean admits(Check check) {
        try {
            check.run();
            return true;
        } catch (Problem e) {
            return false;
        }
    }

    @Test
    void withATokenWhoShowsItMayDoAnythingAndViewersMayLook() throws Exception {
        servlet.putRecorder(fakes);
        servlet.putSnapshots(fakes);
        servlet.modified(Map.of("token", "all", "view.token", "look"));
        servlet.modified(Map.of("token", "not allowed"));
        assertProblem(401, "needed", at("/api/cameras/left/recording").POST(BodyPublishers.noBody()));
        assertProblem(401, "wrong", at("/api/cameras/left/recording").header("Authorization", "Bearer look").DELETE());
        assertProblem(401, "needed", at("/api/cameras/left/snapshot.jpg"));
        assertProblem(401, "needed", at("/api/recordings/x.mp4"));
        assertEquals("Bearer realm=\"flathead\"", header(send(at("/api/stereo.jpg")), "WWW-Authenticate"));
        assertEquals(200, send(at("/api/stereo.jpg").header("Authorization", "Bearer look")).statusCode());
        assertEquals(200, send(at("/api/stereo.jpg").header("Authorization", "bearer all")).statusCode());
        assertEquals(201, send(at("/api/cameras/left/recording").header("Authorization", "Bearer all")
            .POST(BodyPublishers.noBody())).statusCode());
        assertProblem(403, "evil", at("/api/cameras/left/recording").header("Authorization", "Bearer all")
            .header("Origin", "http://evil.example").DELETE());
        assertEquals(200, send(at("/api/cameras")).statusCode());
        String refusal = new RestCheck().refusal(RestServlet.PID, Map.of("view.token", "two words")).orElseThrow();
        assertEquals("flathead.rest: view.token \"(not shown)\" is not allowed; visible ASCII characters without spaces"
            + " are", refusal);
        assertTrue(new RestCheck().refusal(RestServlet.PID, Map.of()).isEmpty());
    }
}
