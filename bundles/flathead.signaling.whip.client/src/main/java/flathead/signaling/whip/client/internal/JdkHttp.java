package flathead.signaling.whip.client.internal;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP client of the JDK. Redirects are left to {@link Redirects}, which says what becomes of a token. */
final class JdkHttp implements Http {
    private static final Logger LOG = LoggerFactory.getLogger(JdkHttp.class);
    private static final Duration CONNECT = Duration.ofSeconds(3);
    /** A server may gather candidates before it answers. */
    private static final Duration ANSWER = Duration.ofSeconds(20);
    /** A goodbye is not worth waiting for. */
    private static final Duration GOODBYE = Duration.ofSeconds(2);

    private final Executor owner;
    private final HttpClient client;
    /** Requests of which it is not known yet what came; guarded by this. */
    private int open;

    /**
     * Connects to nobody yet.
     *
     * @param owner calls what comes of requests
     * @param threads for the client's own work
     */
    JdkHttp(Executor owner, Executor threads) {
        this.owner = owner;
        client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).followRedirects(
            HttpClient.Redirect.NEVER).connectTimeout(CONNECT).executor(threads).build();
    }

    @Override
    public void send(Request request, Consumer<Outcome> then) {
        HttpRequest built;
        try {
            built = built(request);
        } catch (IllegalArgumentException e) {
            // A server can name a URL or an entity tag that nobody can send.
            owner.execute(() -> then.accept(new Failure(String.valueOf(e.getMessage()))));
            return;
        }
        count(1);
        client.sendAsync(built, info -> new BoundedText()).whenComplete((response, failure) -> {
            try {
                owner.execute(() -> then.accept(failure == null ? read(response) : new Failure(why(failure))));
            } catch (RejectedExecutionException e) {
                LOG.debug("a response came after the end");
            } finally {
                count(-1);
            }
        });
    }

    private static HttpRequest built(Request request) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(request.uri())
            .timeout(request.method().equals("DELETE") ? GOODBYE : ANSWER)
            .method(request.method(), request.type() == null ? BodyPublishers.noBody()
                : BodyPublishers.ofString(request.body()));
        header(builder, "Content-Type", request.type());
        header(builder, "If-Match", request.entityTag());
        header(builder, "Authorization", request.token().isEmpty() ? null : "Bearer " + request.token());
        return builder.build();
    }

    private static void header(HttpRequest.Builder builder, String name, String value) {
        if (value != null) {
            builder.header(name, value);
        }
    }

    private static Response read(HttpResponse<String> response) {
        return new Response(response.statusCode(), response.uri(), response.headers().map(), response.body());
    }

    private static String why(Throwable failure) {
        Throwable cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause()
            : failure;
        if (cause instanceof ConnectException) {
            return "connection refused";
        }
        if (cause instanceof HttpTimeoutException) {
            return "no answer in time";
        }
        String message = cause.getMessage();
        return cause instanceof IOException && message != null && !message.isEmpty()
            ? message.replaceAll("[\\p{C}\\u2028\\u2029]", "?") : cause.toString();
    }

    private synchronized void count(int by) {
        open += by;
        notifyAll();
    }

    /** Waits until it is known what came of every request, for so long at most. */
    synchronized void awaitIdle(long millis) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = millis; open > 0 && left > 0; left = (deadline - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
    }
}
