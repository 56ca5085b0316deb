package flathead.signaling.wish;

import flathead.api.NanoClock;
import flathead.signaling.IceServer;
import flathead.signaling.IceServers;
import flathead.signaling.OfferHandler;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link Endpoints} as a servlet, for pages of every origin (CORS). */
public abstract class WishServlet extends HttpServlet {
    private static final Logger LOG = LoggerFactory.getLogger(WishServlet.class);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int ID_BYTES = 16;
    /** Longer than a server that starts waits for its WebRTC stack and that gathers candidates. */
    private static final long ANSWER_MILLIS = 15_000;

    private final transient Kind kind;
    private final transient Endpoints endpoints;

    /** Nobody is there yet. */
    protected WishServlet(Kind kind, Map<String, ?> properties) {
        this.kind = kind;
        endpoints = new Endpoints(kind, NanoClock.SYSTEM, WishServlet::unguessable, this::servers);
        Settings settings = read(properties, "nobody is admitted");
        endpoints.settings(settings == null ? new Settings(unguessable()) : settings);
    }

    /** The STUN and TURN servers to tell clients of, as of now. */
    protected abstract List<IceServers> iceServers();

    /** Holds from the next request on; settings that are refused change nothing. */
    protected final void settle(Map<String, ?> properties) {
        Settings settings = read(properties, "the settings before stay in force");
        if (settings != null) {
            endpoints.settings(settings);
        }
    }

    private Settings read(Map<String, ?> properties, String otherwise) {
        try {
            return Settings.of(kind.pid(), properties);
        } catch (Settings.RefusedSetting e) {
            LOG.error("{}; {}", e.getMessage(), otherwise);
            return null;
        }
    }

    private static String unguessable() {
        byte[] random = new byte[ID_BYTES];
        RANDOM.nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    private List<IceServer> servers() {
        return iceServers().stream().flatMap(each -> each.list().stream()).toList();
    }

    /** New offers go to this one. */
    protected final void handlerCame(OfferHandler handler) {
        endpoints.handlerCame(handler);
    }

    /** Ends the sessions of a handler that goes. */
    protected final void handlerGone(OfferHandler handler) {
        endpoints.handlerGone(handler);
    }

    /** Ends every session. */
    protected final void end() {
        endpoints.close();
    }

    @Override
    protected final void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        byte[] body;
        try (ServletInputStream in = request.getInputStream()) {
            body = in.readNBytes(Endpoints.LONGEST_BODY + 1);
        }
        WishRequest read = new WishRequest(request.getMethod(), request.getPathInfo(), request::getHeader, body,
            request.getRemoteAddr());
        if (!read.method().equals("POST")) {
            endpoints.handle(read, answer -> write(response, answer));
            return;
        }
        AsyncContext waiting = request.startAsync();
        waiting.setTimeout(ANSWER_MILLIS);
        AtomicBoolean told = new AtomicBoolean();
        Timeout timeout = new Timeout();
        waiting.addListener(timeout);
        timeout.then = endpoints.handle(read, answer -> {
            if (told.compareAndSet(false, true)) {
                write(response, answer);
                waiting.complete();
            }
        });
    }

    private static void write(HttpServletResponse response, WishResponse answer) {
        response.setHeader("Access-Control-Allow-Origin", "*");
        response.setHeader("Access-Control-Allow-Methods", "OPTIONS, GET, HEAD, POST, PATCH, DELETE");
        response.setHeader("Access-Control-Allow-Headers", "Authorization, Content-Type, If-Match");
        response.setHeader("Access-Control-Expose-Headers",
            "Location, Link, ETag, Accept-Patch, Accept-Post, Allow, Retry-After, WWW-Authenticate");
        response.setHeader("Cache-Control", "no-store");
        response.setStatus(answer.status());
        answer.headers().forEach(header -> response.addHeader(header.name(), header.value()));
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        try {
            if (answer.type() != null) {
                response.setContentType(answer.type());
                response.setContentLength(body.length);
                response.getOutputStream().write(body);
            }
        } catch (IOException e) {
            LOG.debug("a client is gone before its answer: {}", e.toString());
        }
    }

    /** Gives up after a while. */
    private static final class Timeout implements AsyncListener {
        private volatile Runnable then = () -> { };

        @Override
        public void onTimeout(AsyncEvent event) {
            then.run();
        }

        @Override
        public void onComplete(AsyncEvent event) {
            // As it should be.
        }

        @Override
        public void onError(AsyncEvent event) {
            then.run();
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            // It is not started again.
        }
    }
}
