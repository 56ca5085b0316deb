package flathead.console.internal;

import flathead.api.StereoMonitor;
import flathead.report.Report;
import flathead.report.Statuses;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.felix.webconsole.servlet.AbstractServlet;
import org.apache.felix.webconsole.servlet.ServletConstants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The page {@code /system/console/flathead}: what streams here, and which encoder or decoder it uses. Under it,
 * {@code GET data.json} tells everything that the page shows, {@code GET picture/<key>} is the next picture as a
 * JPEG (204 if none comes within a second), and {@code POST encoder} with {@code camera} and {@code encoder} (empty:
 * the best) chooses an encoder, {@code POST decoder} with {@code stream} and {@code decoder} that of a remote stream,
 * {@code POST recording} with {@code stream} and {@code record} (true or false) starts or ends a recording.
 */
@Component(service = Servlet.class, property = {
    ServletConstants.PLUGIN_LABEL + "=" + FlatheadTab.LABEL,
    ServletConstants.PLUGIN_TITLE + "=Flathead",
    ServletConstants.PLUGIN_CATEGORY + "=Flathead",
    ServletConstants.PLUGIN_CSS_REFERENCES + "=/" + FlatheadTab.LABEL + "/res/tab.css"
})
public final class FlatheadTab extends AbstractServlet {
    static final String LABEL = "flathead";
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(FlatheadTab.class);
    private static final String ROOT = "/" + LABEL;
    private static final Set<String> RESOURCES = Set.of("tab.css", "tab.js", "chart.js", "record.js");
    private static final long PICTURE_MILLIS = 1_000;

    private final transient Watch watch;
    private final transient Previews previews;
    private final transient Encoders encoders;
    private final transient Cameras cameras;
    private final transient Decoders decoders;
    private final transient RemoteStreams remotes;
    private final transient Recordings recordings;
    private final transient List<StereoMonitor> pairs = new CopyOnWriteArrayList<>();

    /** As a component. */
    @Activate
    public FlatheadTab(@Reference Watch watch, @Reference Previews previews, @Reference Encoders encoders,
            @Reference Cameras cameras, @Reference Decoders decoders, @Reference RemoteStreams remotes,
            @Reference Recordings recordings) {
        this.watch = watch;
        this.previews = previews;
        this.encoders = encoders;
        this.cameras = cameras;
        this.decoders = decoders;
        this.remotes = remotes;
        this.recordings = recordings;
    }

    @Reference(name = "pairs", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
        policyOption = ReferencePolicyOption.GREEDY, unbind = "removePair")
    void addPair(StereoMonitor pair) {
        pairs.add(pair);
    }

    void removePair(StereoMonitor pair) {
        pairs.remove(pair);
    }

    @Override
    protected URL getResource(String path) {
        String name = path == null || !path.startsWith(ROOT + "/res/") ? "" : path.substring(ROOT.length() + 5);
        return RESOURCES.contains(name) ? getClass().getResource("res/" + name) : null;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getPathInfo();
        if (path.equals(ROOT + "/data.json")) {
            send(response, HttpServletResponse.SC_OK, data());
        } else if (path.startsWith(ROOT + "/picture/")) {
            picture(response, path.substring(ROOT.length() + "/picture/".length()));
        } else if (getResource(path) != null) {
            response.setHeader("Cache-Control", "no-cache");
            spoolResource(request, response);
        } else if (!path.equals(ROOT) && !path.equals(ROOT + "/")) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    private JsonObject data() throws IOException {
        JsonArrayBuilder streams = Json.createArrayBuilder();
        for (Watch.Seen seen : watch.seen()) {
            boolean local = seen.status().id().client().isEmpty();
            String name = seen.status().id().name();
            streams.add(Json.createObjectBuilder(TabData.stream(seen, local ? cameras.settings(name) : null,
                local ? "" : remotes.target(name),
                local ? encoders.forStream(seen.status()) : decoders.forStream(seen.status())))
                .add("recording", recordings.of(seen.status())));
        }
        JsonArrayBuilder stereo = Json.createArrayBuilder();
        Statuses.of(pairs, StereoMonitor::status).forEach(pair -> stereo.add(Report.stereo(pair)));
        return Json.createObjectBuilder().add("streams", streams).add("pairs", stereo).build();
    }

    private void picture(HttpServletResponse response, String key) throws IOException {
        Picture picture = null;
        try {
            picture = previews.next(key, PICTURE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        setNoCache(response);
        if (picture == null) {
            response.setStatus(HttpServletResponse.SC_NO_CONTENT); // what streams may pause
            return;
        }
        byte[] jpeg = picture.jpeg();
        response.setStatus(HttpServletResponse.SC_OK);
        response.setContentType("image/jpeg");
        write(response, jpeg);
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getPathInfo().equals(ROOT + "/encoder")) {
            String camera = parameter(request, "camera");
            String encoder = parameter(request, "encoder");
            answer(response, choose(camera, encoder), camera, encoder, "encoder");
        } else if (request.getPathInfo().equals(ROOT + "/decoder")) {
            String stream = parameter(request, "stream");
            String decoder = parameter(request, "decoder");
            answer(response, chooseDecoder(stream, decoder), stream, decoder, "decoder");
        } else if (request.getPathInfo().equals(ROOT + "/recording")) {
            String stream = parameter(request, "stream");
            boolean record = Boolean.parseBoolean(parameter(request, "record"));
            Optional<String> refusal = recordings.change(stream, record);
            send(response, refusal.isEmpty() ? HttpServletResponse.SC_OK : HttpServletResponse.SC_BAD_REQUEST,
                Json.createObjectBuilder().add("message", refusal.orElse(stream + (record ? " is" : " is not")
                    + " recorded")).build());
        } else {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    private static void answer(HttpServletResponse response, Optional<String> refusal, String stream, String coder,
            String what) {
        send(response, refusal.isEmpty() ? HttpServletResponse.SC_OK : HttpServletResponse.SC_BAD_REQUEST,
            Json.createObjectBuilder().add("message", refusal.orElse(stream + " uses "
                + (coder.isEmpty() ? "the best " + what + " that works" : coder))).build());
    }

    private Optional<String> chooseDecoder(String stream, String decoder) throws IOException {
        for (Watch.Seen seen : watch.seen()) {
            if (!seen.status().id().client().isEmpty() && seen.status().id().name().equals(stream)) {
                List<String> running = names(decoders.forStream(seen.status()));
                return decoder.isEmpty() || running.contains(decoder) ? remotes.useDecoder(stream, decoder)
                    : notRunning("decoder", decoder, running);
            }
        }
        return Optional.of("stream = " + stream + " is refused; allowed: a stream that comes from elsewhere");
    }

    private static List<String> names(List<Encoders.Running> coders) {
        return coders.stream().map(Encoders.Running::name).toList();
    }

    private static Optional<String> notRunning(String what, String name, List<String> running) {
        return Optional.of(what + " = " + name + " is refused; allowed: one that runs, " + running
            + ", or nothing for the best");
    }

    private Optional<String> choose(String camera, String encoder) throws IOException {
        for (Watch.Seen seen : watch.seen()) {
            if (seen.key().equals("camera-" + camera)) {
                List<String> running = names(encoders.forStream(seen.status()));
                return encoder.isEmpty() || running.contains(encoder) ? cameras.useEncoder(camera, encoder)
                    : notRunning("encoder", encoder, running);
            }
        }
        return Optional.of("camera = " + camera + " is refused; allowed: a camera of this runtime");
    }

    private static String parameter(HttpServletRequest request, String name) {
        String value = request.getParameter(name);
        return value == null ? "" : value.strip();
    }

    private static void send(HttpServletResponse response, int status, JsonObject body) {
        setNoCache(response);
        response.setStatus(status);
        response.setContentType("application/json;charset=utf-8");
        write(response, body.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void write(HttpServletResponse response, byte[] bytes) {
        response.setContentLength(bytes.length);
        try {
            response.getOutputStream().write(bytes);
        } catch (IOException e) {
            LOG.debug("who asked is gone: {}", e.getMessage());
        }
    }

    /** The frame; the script fills it. The console puts the path of this page where it says {@code pluginRoot}. */
    @Override
    public void renderContent(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.getWriter().println(readTemplateFile("/flathead/console/internal/res/tab.html"));
    }
}
