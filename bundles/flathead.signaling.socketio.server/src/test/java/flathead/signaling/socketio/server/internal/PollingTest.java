package flathead.signaling.socketio.server.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;

/** Clients that poll, by HTTP alone. */
class PollingTest {
    private static final int SESSIONS = 500;
    private static final int ANSWER_LIMIT_SECONDS = 5;

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(Duration.ofSeconds(ANSWER_LIMIT_SECONDS)).build();

    /** A client that closes while its next poll is on its way is not left waiting for that poll's answer. */
    @Test
    void aPollBesideTheEndIsAnswered() throws Exception {
        try (TestServer server = new TestServer()) {
            for (int i = 0; i < SESSIONS; i++) {
                URI session = open(server);
                CompletableFuture<HttpResponse<String>> poll = send(HttpRequest.newBuilder(session).GET());
                CompletableFuture<HttpResponse<String>> end = send(HttpRequest.newBuilder(session)
                    .header("Content-Type", "text/plain;charset=UTF-8")
                    .POST(HttpRequest.BodyPublishers.ofString("1")));
                assertEquals(200, end.get(ANSWER_LIMIT_SECONDS, TimeUnit.SECONDS).statusCode());
                HttpResponse<String> polled = poll.get(ANSWER_LIMIT_SECONDS, TimeUnit.SECONDS);
                // The session may have been gone already.
                assertTrue(polled.statusCode() == 400 || polled.body().equals("6"), polled + ": " + polled.body());
            }
        }
    }

    private URI open(TestServer server) throws Exception {
        URI engine = URI.create(server.url() + "/socket.io/?EIO=4&transport=polling");
        String handshake = send(HttpRequest.newBuilder(engine).GET()).get(ANSWER_LIMIT_SECONDS, TimeUnit.SECONDS)
            .body();
        return URI.create(engine + "&sid=" + new JSONObject(handshake.substring(1)).getString("sid"));
    }

    private CompletableFuture<HttpResponse<String>> send(HttpRequest.Builder request) {
        return http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }
}
