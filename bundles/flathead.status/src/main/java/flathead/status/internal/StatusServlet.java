package flathead.status.internal;

import flathead.api.StreamMonitor;
import flathead.api.StreamStatus;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonWriter;
import jakarta.json.JsonWriterFactory;
import jakarta.json.stream.JsonGenerator;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code GET /} answers the status; every other path that nobody serves is a 404 in JSON. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/")
public final class StatusServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(StatusServlet.class);

    private final transient List<StreamMonitor> monitors = new CopyOnWriteArrayList<>();
    private final transient JsonWriterFactory pretty =
        Json.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true));
    private final transient Instant startedAt = Instant.now();
    private final String version;

    /** Knows no stream yet. */
    @Activate
    public StatusServlet(BundleContext context) {
        version = context.getBundle().getVersion().toString();
        LOG.info("GET / tells what streams here");
    }

    @Reference(name = "streams", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
        policyOption = ReferencePolicyOption.GREEDY, unbind = "remove")
    void add(StreamMonitor monitor) {
        monitors.add(monitor);
    }

    void remove(StreamMonitor monitor) {
        monitors.remove(monitor);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getRequestURI();
        if (path.equals("/")) {
            List<StreamStatus> streams = monitors.stream().map(StreamMonitor::status).toList();
            write(response, HttpServletResponse.SC_OK, StatusJson.of(version, startedAt, Instant.now(), streams));
        } else {
            write(response, HttpServletResponse.SC_NOT_FOUND, Json.createObjectBuilder()
                .add("message", "Cannot GET " + path)
                .add("error", "Not Found")
                .add("statusCode", HttpServletResponse.SC_NOT_FOUND).build());
        }
    }

    private void write(HttpServletResponse response, int status, JsonObject json) throws IOException {
        response.setStatus(status);
        response.setContentType("application/json; charset=utf-8");
        response.setHeader("Access-Control-Allow-Origin", "*");
        response.setHeader("Cache-Control", "no-store");
        StringWriter text = new StringWriter();
        try (JsonWriter writer = pretty.createWriter(text)) {
            writer.writeObject(json);
        }
        response.getWriter().println(text);
    }
}
