package flathead.pipeline.internal;

import flathead.api.CaptureFactory;
import flathead.api.Control;
import flathead.api.EncoderFactory;
import flathead.api.MediaException;
import flathead.api.NanoClock;
import flathead.api.StreamId;
import flathead.api.StreamMonitor;
import flathead.api.StreamStatus;
import flathead.api.VideoFormat;
import flathead.api.VideoSink;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A camera of this runtime, from a configuration {@code flathead.camera~<name>}. It survives every moment in which it
 * has no source, encoder or sink, and says what it waits for. A configuration that is not allowed is refused in one
 * line; the last good one stays in force, and is written back.
 */
@Component(configurationPid = CameraSettings.FACTORY_PID, configurationPolicy = ConfigurationPolicy.REQUIRE,
    immediate = true, service = {StreamMonitor.class, Camera.class})
@Designate(ocd = CameraConfig.class, factory = true)
public final class Camera implements StreamMonitor {
    private static final Logger LOG = LoggerFactory.getLogger(Camera.class);

    private final Ranked<CaptureFactory> sources = new Ranked<>();
    private final Ranked<EncoderFactory> encoders = new Ranked<>();
    private final Ranked<VideoSink> sinks = new Ranked<>();
    private final String name;
    private final String pid;
    private final LastGood lastGood;
    private volatile String refusal = "";
    private volatile CameraSettings settings;
    private volatile CameraFeed feed;
    private volatile Pipeline pipeline;

    /** Starts the camera, or says why not. */
    @Activate
    public Camera(Map<String, Object> properties, @Reference ConfigurationAdmin configurations) {
        name = CameraSettings.nameOf(properties);
        pid = CameraSettings.pidOf(properties);
        lastGood = new LastGood(configurations, pid);
        configure(properties);
    }

    /** Applies a changed configuration to what runs. */
    @Modified
    public synchronized void configure(Map<String, Object> properties) {
        CameraSettings wanted;
        try {
            wanted = CameraSettings.of(properties);
            if (!wanted.enabled()) {
                stop();
            } else if (pipeline == null) {
                start(wanted);
            } else {
                apply(wanted);
            }
        } catch (CameraSettings.Refused | MediaException e) {
            refusal = e.getMessage();
            LOG.error("{}; {}", refusal, settings == null ? "the camera does not run" : "the last good settings stay");
            lastGood.restore();
            return;
        }
        settings = wanted;
        if (!lastGood.keep()) {
            refusal = "";
        }
    }

    /** Judges settings for the camera of this PID by what it has, if it is open and stays with its stack. */
    void check(String whose, CameraSettings wanted) throws CameraSettings.Refused {
        Pipeline running = pipeline;
        if (running == null || !whose.equals(pid)) {
            return;
        }
        checkLimits(running, wanted);
        List<Control> controls = feed.controls();
        CameraSettings now = settings;
        if (!controls.isEmpty() && now != null && Objects.equals(wanted.targets().source(), now.targets().source())) {
            ControlRules.check(pid, controls, feed.taken(wanted.capture().controls()));
        }
    }

    /** The session stays as it was negotiated: what it did not promise is refused. */
    private void checkLimits(Pipeline running, CameraSettings wanted) throws CameraSettings.Refused {
        VideoFormat format = wanted.capture().format();
        Optional<String> limit = running.refusal(format);
        if (limit.isPresent()) {
            throw new CameraSettings.Refused(pid, "width, height, fps",
                format.width() + ", " + format.height() + ", " + format.fps(), limit.get());
        }
    }

    private void choose(CameraSettings.Targets targets) {
        sources.choose(targets.source());
        encoders.choose(targets.encoder());
        sinks.choose(targets.sink());
    }

    private void start(CameraSettings wanted) {
        choose(wanted.targets());
        pipeline = new Pipeline(StreamId.local(name), wanted.encoder(),
            new Pipeline.Services(encoders::entries, List::of, sinks::entries), owner -> {
            feed = new CameraFeed(name, wanted.capture(), sources, NanoClock.SYSTEM, owner);
            return feed;
        }, NanoClock.SYSTEM);
    }

    private void apply(CameraSettings wanted) throws MediaException, CameraSettings.Refused {
        checkLimits(pipeline, wanted);
        choose(wanted.targets());
        AtomicReference<MediaException> refused = new AtomicReference<>();
        pipeline.change(() -> {
            try {
                feed.configure(wanted.capture());
            } catch (MediaException e) {
                refused.set(e);
            }
        });
        if (refused.get() != null) {
            choose(settings.targets());
            pipeline.changed();
            throw new MediaException(pid + ": " + refused.get().getMessage(), refused.get());
        }
        pipeline.configure(wanted.encoder());
        if (!wanted.targets().equals(settings.targets())) {
            pipeline.codersChanged();
        }
    }

    private void stop() {
        Pipeline running = pipeline;
        pipeline = null;
        if (running != null) {
            running.close();
        }
    }

    /** Ends the camera. */
    @Deactivate
    public synchronized void deactivate() {
        stop();
    }

    @Override
    public StreamStatus status() {
        Pipeline now = pipeline;
        String refused = refusal;
        if (now == null) {
            return StreamStatus.idle(StreamId.local(name), refused.isEmpty() ? StreamStatus.DISABLED : refused);
        }
        StreamStatus status = now.status();
        boolean waits = status.state() == StreamStatus.State.WAITING && !status.detail().isEmpty();
        return refused.isEmpty() || waits ? status : status.withDetail(refused);
    }

    @Override
    public List<Control> controls() {
        CameraFeed now = feed;
        return pipeline == null ? List.of() : now.controls();
    }

    @Reference(name = "sources", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
        policyOption = ReferencePolicyOption.GREEDY, updated = "putSource", unbind = "removeSource")
    void putSource(CaptureFactory source, Map<String, ?> properties) {
        sources.put(source, properties, CaptureFactory.NAME);
        tell(Pipeline::changed);
    }

    void removeSource(CaptureFactory source) {
        sources.remove(source);
        tell(Pipeline::awaitGone);
    }

    @Reference(name = "encoders", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
        policyOption = ReferencePolicyOption.GREEDY, updated = "putEncoder", unbind = "removeEncoder")
    void putEncoder(EncoderFactory encoder, Map<String, ?> properties) {
        encoders.put(encoder, properties, EncoderFactory.NAME);
        tell(Pipeline::codersChanged);
    }

    void removeEncoder(EncoderFactory encoder) {
        encoders.remove(encoder);
        tell(running -> running.awaitGone(encoder));
    }

    @Reference(name = "sinks", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
        policyOption = ReferencePolicyOption.GREEDY, updated = "putSink", unbind = "removeSink")
    void putSink(VideoSink sink, Map<String, ?> properties) {
        sinks.put(sink, properties, VideoSink.NAME, VideoSink.ROLE);
        tell(Pipeline::changed);
    }

    void removeSink(VideoSink sink) {
        sinks.remove(sink);
        tell(Pipeline::awaitGone);
    }

    private void tell(Consumer<Pipeline> what) {
        Pipeline now = pipeline;
        if (now != null) {
            what.accept(now);
        }
    }

    /** For logs. */
    @Override
    public String toString() {
        return name + " " + List.of(sources.entries(), encoders.entries(), sinks.entries());
    }
}
