package flathead.rest.internal;

import flathead.api.Recorder;
import flathead.api.Snapshots;
import flathead.api.StereoMonitor;
import flathead.api.StereoStatus;
import flathead.api.StreamMonitor;
import flathead.api.StreamStatus;
import flathead.report.Statuses;
import flathead.signaling.care.BearerToken;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.servlet.whiteboard.annotations.RequireHttpWhiteboard;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletName;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardTarget;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link Api} as a servlet. Settings that are refused leave those before in force; at first, nobody is let in. */
@Component(service = Servlet.class, configurationPid = RestServlet.PID)
@Designate(ocd = RestConfig.class)
@RequireHttpWhiteboard
@HttpWhiteboardServletName("flathead.rest")
@HttpWhiteboardServletPattern("/api/*")
@HttpWhiteboardTarget("(!(org.apache.felix.http.name=console))")
public final class RestServlet extends HttpServlet implements Services {
    static final String PID = "flathead.rest";
    private static final Logger LOG = LoggerFactory.getLogger(RestServlet.class);
    private static final int CHUNK = 64 * 1024;
    private static final int SECRET_BYTES = 16;

    private final transient List<StreamMonitor> monitors = new CopyOnWriteArrayList<>();
    private final transient List<StereoMonitor> pairs = new CopyOnWriteArrayList<>();
    private final transient Api api;

    private transient volatile Snapshots snapshots;
    private transient volatile Recorder recorder;

    /** As a component. */
    @Activate
    public RestServlet(Map<String, ?> properties) {
        api = new Api(this, read(properties, "nobody is admitted").orElseGet(RestServlet::nobody));
    }

    /** Holds from the next request on. */
    @Modified
    public void modified(Map<String, ?> properties) {
        read(properties, "the settings before stay in force").ifPresent(api::access);
    }

    private static Optional<Access> read(Map<String, ?> properties, String otherwise) {
        Optional<String> refusal = Access.refusal(PID, properties);
        refusal.ifPresent(why -> LOG.error("{}; {}", why, otherwise));
        return refusal.isPresent() ? Optional.empty() : Optional.of(Access.of(properties));
    }

    private static Access nobody() {
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        return new Access(new BearerToken(HexFormat.of().formatHex(secret)), new BearerToken(""));
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

    @Reference(name = "snapshots", cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
        policyOption = ReferencePolicyOption.GREEDY, unbind = "removeSnapshots")
    void putSnapshots(Snapshots came) {
        snapshots = came;
    }

    void removeSnapshots(Snapshots gone) {
        snapshots = snapshots == gone ? null : snapshots;
    }

    @Reference(name = "recorder", cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
        policyOption = ReferencePolicyOption.GREEDY, unbind = "removeRecorder")
    void putRecorder(Recorder came) {
        recorder = came;
    }

    void removeRecorder(Recorder gone) {
        recorder = recorder == gone ? null : recorder;
    }

    @Override
    public List<StreamStatus> streams() {
        return Statuses.of(monitors, StreamMonitor::status);
    }

    @Override
    public List<StereoStatus> pairs() {
        return Statuses.of(pairs, StereoMonitor::status);
    }

    @Override
    public Snapshots snapshots() {
        return snapshots;
    }

    @Override
    public Recorder recorder() {
        return recorder;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Call call = Call.of(request.getMethod(), request.getRequestURI(), request::getHeader, request.getRemoteAddr());
        Answer answer = api.answer(call);
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        if (call.reads() && Answer.JSON.equals(answer.type())) {
            // As the status: what is no picture may be read by pages from anywhere.
            response.setHeader("Access-Control-Allow-Origin", "*");
        }
        response.setStatus(answer.status());
        answer.headers().forEach(response::setHeader);
        if (answer.type() == null) {
            return;
        }
        response.setContentType(answer.type());
        response.setContentLengthLong(answer.body().length());
        if (!call.method().equals("HEAD")) {
            send(answer.body(), response.getOutputStream());
        }
    }

    private static void send(Answer.Body body, OutputStream out) throws IOException {
        byte[] chunk = new byte[(int) Math.min(CHUNK, Math.max(1, body.length()))];
        try (InputStream in = body.open()) {
            for (long left = body.length(); left > 0;) {
                int read = in.read(chunk, 0, (int) Math.min(chunk.length, left));
                if (read < 0) {
                    throw new IOException("the file ends before its length");
                }
                out.write(chunk, 0, read);
                left -= read;
            }
        }
    }
}
