package flathead.signaling.whip.server.internal;

import flathead.api.NanoClock;
import flathead.signaling.IceServer;
import flathead.signaling.IceServers;
import flathead.signaling.OfferHandler;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.Servlet;
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
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.servlet.whiteboard.annotations.RequireHttpWhiteboard;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletAsyncSupported;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletName;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardTarget;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link Ingest} under {@value #MOUNT}, for pages of every origin (CORS). */
@Component(service = Servlet.class, immediate = true, configurationPid = Settings.PID)
@Designate(ocd = ServerConfig.class)
@RequireHttpWhiteboard
@HttpWhiteboardServletName("flathead.whip")
@HttpWhiteboardServletPattern(WhipServlet.MOUNT + "/*")
@HttpWhiteboardTarget("(!(org.apache.felix.http.name=console))")
@HttpWhiteboardServletAsyncSupported
public final class WhipServlet extends HttpServlet {
    static final String MOUNT = "/whip";
    private static final Logger LOG = LoggerFactory.getLogger(WhipServlet.class);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int ID_BYTES = 16;
    /** Longer than a server that starts waits for its WebRTC stack and that gathers candidates. */
    private static final long ANSWER_MILLIS = 15_000;

    @Reference(policyOption = ReferencePolicyOption.GREEDY)
    private transient volatile List<IceServers> iceServers = List.of();
    private final transient Ingest ingest;

    /** Nobody publishes yet. */
    @Activate
    public WhipServlet(Map<String, ?> properties) {
        ingest = new Ingest(MOUNT, NanoClock.SYSTEM, WhipServlet::unguessable, this::iceServers);
        Settings settings = read(properties, "nobody is admitted");
        ingest.settings(settings == null ? new Settings(unguessable()) : settings);
    }

    /** Holds from the next request on; settings that are refused change nothing. */
    @Modified
    public void modified(Map<String, ?> properties) {
        Settings settings = read(properties, "the settings before stay in force");
        if (settings != null) {
            ingest.settings(settings);
        }
    }

    private static Settings read(Map<String, ?> properties, String otherwise) {
        try {
            return Settings.of(properties);
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

    private List<IceServer> iceServers() {
        return iceServers.stream().flatMap(each -> each.list().stream()).toList();
    }

    /** Ends every session. */
    @Deactivate
    public void deactivate() {
        ingest.close();
    }

    @Reference(name = "handler", cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
        policyOption = ReferencePolicyOption.GREEDY, unbind = "removeHandler")
    void putHandler(OfferHandler handler) {
        ingest.handlerCame(handler);
    }

    void removeHandler(OfferHandler handler) {
        ingest.handlerGone(handler);
    }

    /** For tests. */
    Ingest ingest() {
        return ingest;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        byte[] body;
        try (ServletInputStream in = request.getInputStream()) {
            body = in.readNBytes(Ingest.LONGEST_BODY + 1);
        }
        WhipRequest read = new WhipRequest(request.getMethod(), request.getPathInfo(), request::getHeader, body,
            request.getRemoteAddr());
        if (!read.method().equals("POST")) {
            ingest.handle(read, answer -> write(response, answer));
            return;
        }
        AsyncContext waiting = request.startAsync();
        waiting.setTimeout(ANSWER_MILLIS);
        AtomicBoolean told = new AtomicBoolean();
        Timeout timeout = new Timeout();
        waiting.addListener(timeout);
        timeout.then = ingest.handle(read, answer -> {
            if (told.compareAndSet(false, true)) {
                write(response, answer);
                waiting.complete();
            }
        });
    }

    private static void write(HttpServletResponse response, WhipResponse answer) {
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
