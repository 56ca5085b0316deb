package flathead.status.internal;

import flathead.api.StereoMonitor;
import flathead.api.StreamMonitor;
import flathead.report.Report;
import flathead.report.Statuses;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonWriterFactory;
import jakarta.json.stream.JsonGenerator;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
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
import org.osgi.service.servlet.whiteboard.annotations.RequireHttpWhiteboard;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletName;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardTarget;

/**
 * Answers at {@code /} alone; as the default servlet it also says politely that there is nothing at a path that no
 * other servlet has.
 */
@Component(service = Servlet.class)
@RequireHttpWhiteboard
@HttpWhiteboardServletName("flathead.status")
@HttpWhiteboardServletPattern("/")
@HttpWhiteboardTarget("(!(org.apache.felix.http.name=console))")
public final class StatusServlet extends HttpServlet {
    private static final int LONGEST_PATH = 200;

    private final transient JsonWriterFactory json =
        Json.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true));
    private final transient List<StreamMonitor> monitors = new CopyOnWriteArrayList<>();
    private final transient List<StereoMonitor> pairs = new CopyOnWriteArrayList<>();
    private final String version;

    /** Speaks for the whole runtime, under this bundle's version. */
    @Activate
    public StatusServlet(BundleContext context) {
        this(context.getBundle().getVersion().toString());
    }

    StatusServlet(String version) {
        this.version = version;
    }

    @Reference(name = "monitors", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
        policyOption = ReferencePolicyOption.GREEDY, unbind = "removeMonitor")
    void putMonitor(StreamMonitor monitor) {
        monitors.add(monitor);
    }

    void removeMonitor(StreamMonitor monitor) {
        monitors.remove(monitor);
    }

    @Reference(name = "pairs", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
        policyOption = ReferencePolicyOption.GREEDY, unbind = "removePair")
    void putPair(StereoMonitor pair) {
        pairs.add(pair);
    }

    void removePair(StereoMonitor pair) {
        pairs.remove(pair);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String method = request.getMethod();
        String path = request.getRequestURI();
        response.setHeader("Access-Control-Allow-Origin", "*");
        response.setHeader("Cache-Control", "no-store");
        boolean reads = method.equals("GET") || method.equals("HEAD");
        if (!path.equals("/")) {
            String shown = path.length() <= LONGEST_PATH ? path : path.substring(0, LONGEST_PATH) + "…";
            send(request, response, problem(HttpServletResponse.SC_NOT_FOUND, "Not Found",
                "Cannot " + method + " " + shown));
        } else if (reads) {
            Instant started = Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
            send(request, response, Report.of(version, started, Instant.now(),
                Statuses.of(monitors, StreamMonitor::status), Statuses.of(pairs, StereoMonitor::status)));
        } else {
            response.setHeader("Allow", "GET, HEAD");
            send(request, response, problem(HttpServletResponse.SC_METHOD_NOT_ALLOWED, "Method Not Allowed",
                "Cannot " + method + " /"));
        }
    }

    private static JsonObject problem(int status, String error, String message) {
        return Json.createObjectBuilder().add("message", message).add("error", error).add("statusCode", status).build();
    }

    private void send(HttpServletRequest request, HttpServletResponse response, JsonObject body) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        json.createWriter(text).write(body);
        text.write('\n');
        response.setStatus(body.getInt("statusCode", HttpServletResponse.SC_OK));
        response.setContentType("application/json;charset=utf-8");
        response.setContentLength(text.size());
        if (!request.getMethod().equals("HEAD")) {
            text.writeTo(response.getOutputStream());
        }
    }
}
