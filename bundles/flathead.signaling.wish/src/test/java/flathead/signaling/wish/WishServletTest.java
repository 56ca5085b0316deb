package flathead.signaling.wish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.signaling.IceServers;
import flathead.testkit.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The servlet in a real Jetty, asked by a real HTTP client. */
class WishServletTest {
    private static final Kind KIND = new Kind("WHIP", "/whip", "the.pid", "published", "receiver", true, 64, 16);
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private final FakeHandler receiver = new FakeHandler();
    private final WishServlet servlet = new WishServlet(KIND, Map.of()) {
        @Override
        protected List<IceServers> iceServers() {
            return List.of();
        }
    };
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);

    @BeforeEach
    void start() throws Exception {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setStopTimeout(0);
        ServletContextHandler context = new ServletContextHandler("/");
        ServletHolder holder = new ServletHolder(servlet);
        holder.setAsyncSupported(true);
        context.addServlet(holder, KIND.mount() + "/*");
        server.setHandler(context);
        servlet.handlerCame(receiver);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        servlet.end();
        server.stop();
    }

    private HttpRequest.Builder at(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + connector.getLocalPort() + path));
    }

    private static HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return HTTP.send(request, BodyHandlers.ofString());
    }

    @Test
    void publishesTricklesAndEnds() throws Exception {
        CompletableFuture<HttpResponse<String>> post = HTTP.sendAsync(at("/whip/links-%C3%BC")
            .header("Content-Type", "application/sdp").POST(BodyPublishers.ofString("v=0 offer")).build(),
            BodyHandlers.ofString());
        Await.until("the offer is there", () -> !receiver.sessions.isEmpty());
        assertEquals("links-ü", receiver.last().camera);
        receiver.last().reply.answer("v=0 answer");
        HttpResponse<String> created = post.get();
        assertEquals(201, created.statusCode());
        assertEquals("v=0 answer", created.body());
        assertEquals("application/sdp", created.headers().firstValue("Content-Type").orElseThrow());
        assertEquals("*", created.headers().firstValue("Access-Control-Allow-Origin").orElseThrow());
        assertTrue(created.headers().firstValue("Access-Control-Expose-Headers").orElseThrow().contains("Location"));

        String session = created.headers().firstValue("Location").orElseThrow();
        HttpResponse<String> patched = send(at(session).header("Content-Type", SdpFragment.MEDIA_TYPE)
            .header("If-Match", created.headers().firstValue("ETag").orElseThrow())
            .method("PATCH", BodyPublishers.ofString("a=candidate:1 1 udp 1 192.0.2.1 9 typ host\r\n")).build());
        assertEquals(204, patched.statusCode());
        assertEquals(1, receiver.last().candidates.size());
        assertEquals(200, send(at(session).DELETE().build()).statusCode());
        assertEquals(1, receiver.last().closed);
    }

    @Test
    void aPageMayAsk() throws Exception {
        HttpResponse<String> preflight = send(at("/whip/left").header("Access-Control-Request-Method", "POST")
            .method("OPTIONS", BodyPublishers.noBody()).build());
        assertEquals(200, preflight.statusCode());
        assertEquals("application/sdp", preflight.headers().firstValue("Accept-Post").orElseThrow());
        assertEquals("Authorization, Content-Type, If-Match",
            preflight.headers().firstValue("Access-Control-Allow-Headers").orElseThrow());
    }

    @Test
    void tooLongABodyIsRefused() throws Exception {
        assertEquals(413, send(at("/whip/left").header("Content-Type", "application/sdp")
            .POST(BodyPublishers.ofString("v=0" + "x".repeat(1_000_000))).build()).statusCode());
    }

    @Test
    void whatHasNoPlaceIsSaidInOneLine() throws Exception {
        HttpResponse<String> answer = send(at("/whip/").GET().build());
        assertEquals(404, answer.statusCode());
        assertEquals(1, answer.body().lines().count(), answer.body());
        assertEquals(404, send(at("/whip").GET().build()).statusCode());
    }
}
