package flathead.signaling.whip.client.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The JDK's client at the JDK's server. */
class JdkHttpTest {
    private final ExecutorService owner = Executors.newSingleThreadExecutor(task -> new Thread(task, "owner"));
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final JdkHttp http = new JdkHttp(owner, threads);
    private final CompletableFuture<String> asked = new CompletableFuture<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        owner.shutdownNow();
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        var headers = exchange.getRequestHeaders();
        asked.complete(String.join(" ", exchange.getRequestMethod(), exchange.getRequestURI().toString(),
            headers.getFirst("Content-Type"), headers.getFirst("Authorization"), headers.getFirst("If-Match"),
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        byte[] body = switch (exchange.getRequestURI().getPath()) {
            case "/long" -> new byte[BoundedText.LONGEST + 1];
            case "/full" -> "x".repeat(BoundedText.LONGEST).getBytes(StandardCharsets.UTF_8);
            default -> "here".getBytes(StandardCharsets.UTF_8);
        };
        exchange.getResponseHeaders().add("Link", "<stun:a>; rel=ice-server");
        exchange.getResponseHeaders().add("Link", "<stun:b>; rel=ice-server");
        exchange.getResponseHeaders().add("Location", "/elsewhere");
        exchange.sendResponseHeaders(307, 0);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private URI at(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private Http.Outcome send(Http.Request request) throws Exception {
        CompletableFuture<Http.Outcome> outcome = new CompletableFuture<>();
        CompletableFuture<String> thread = new CompletableFuture<>();
        http.send(request, told -> {
            thread.complete(Thread.currentThread().getName());
            outcome.complete(told);
        });
        assertEquals("owner", thread.get(10, TimeUnit.SECONDS));
        return outcome.get(10, TimeUnit.SECONDS);
    }

    @Test
    void carriesARequestAndItsResponse() throws Exception {
        Http.Response response = assertInstanceOf(Http.Response.class, send(new Http.Request("PATCH", at("/a?b"),
            "s3cret", "\"e\"", "application/trickle-ice-sdpfrag", "a=mid:0\r\n")));
        assertEquals("PATCH /a?b application/trickle-ice-sdpfrag Bearer s3cret \"e\" a=mid:0\r\n", asked.get());
        assertEquals(307, response.status(), "redirects are another's");
        assertEquals("here", response.body());
        assertEquals("/elsewhere", response.header("location"));
        assertEquals(List.of("<stun:a>; rel=ice-server", "<stun:b>; rel=ice-server"), response.all("LINK"));
    }

    @Test
    void showsNoTokenWithoutOne() throws Exception {
        send(Http.Request.of("OPTIONS", at("/"), ""));
        assertEquals("OPTIONS / null null null ", asked.get());
    }

    @Test
    void readsNoMoreThanAnAnswerMayBe() throws Exception {
        assertEquals(BoundedText.LONGEST, assertInstanceOf(Http.Response.class,
            send(Http.Request.of("GET", at("/full"), ""))).body().length());
        Http.Failure failure = assertInstanceOf(Http.Failure.class, send(Http.Request.of("GET", at("/long"), "")));
        assertTrue(failure.why().contains("longer than"), failure.why());
    }

    @Test
    void saysWhyNothingCame() throws Exception {
        URI gone = at("/");
        server.stop(0);
        assertEquals(new Http.Failure("connection refused"), send(Http.Request.of("OPTIONS", gone, "")));
        Http.Failure odd = assertInstanceOf(Http.Failure.class,
            send(new Http.Request("PATCH", gone, "", "\"\u0007\"", null, "")));
        assertTrue(odd.why().contains("header"), odd.why());
    }
}
