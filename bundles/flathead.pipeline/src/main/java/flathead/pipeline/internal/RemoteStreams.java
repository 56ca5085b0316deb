package flathead.pipeline.internal;

import flathead.api.DecoderFactory;
import flathead.api.EncoderFactory;
import flathead.api.EncoderSettings;
import flathead.api.NanoClock;
import flathead.api.StreamMonitor;
import flathead.api.VideoSink;
import flathead.api.VideoSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * A pipeline for each remote stream that comes, to every sink but uplinks: a received stream is not sent round again.
 */
@Component(service = RemoteStreams.class, immediate = true)
public final class RemoteStreams {
    private static final EncoderSettings SETTINGS = new EncoderSettings(2_000_000, 0);

    private final Ranked<EncoderFactory> encoders = new Ranked<>();
    private final Ranked<DecoderFactory> decoders = new Ranked<>();
    private final Ranked<VideoSink> sinks = new Ranked<>();
    private final Map<String, StreamSettings> settings = new ConcurrentHashMap<>();
    private final Map<VideoSource, Running> streams = new ConcurrentHashMap<>();
    private final BundleContext context;

    private record Running(Pipeline pipeline, ServiceRegistration<StreamMonitor> monitor) {
        void end() {
            monitor.unregister();
            pipeline.close();
        }
    }

    /** Serves no stream yet. */
    @Activate
    public RemoteStreams(BundleContext context) {
        this.context = context;
    }

    /** Ends every pipeline. */
    @Deactivate
    public void deactivate() {
        streams.keySet().forEach(this::removeStream);
    }

    @Reference(name = "stream", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
        policyOption = ReferencePolicyOption.GREEDY, unbind = "removeStream")
    void addStream(VideoSource stream) {
        Pipeline pipeline = new Pipeline(stream.id(), SETTINGS,
            new Pipeline.Services(encoders::entries, () -> decoders(stream), sinks::entries),
            owner -> new RemoteFeed(stream, owner), NanoClock.SYSTEM);
        streams.put(stream, new Running(pipeline, context.registerService(StreamMonitor.class, pipeline, null)));
    }

    void removeStream(VideoSource stream) {
        Running running = streams.remove(stream);
        if (running != null) {
            running.end();
        }
    }

    /** Those that may serve this stream. */
    private List<Ranked.Entry<DecoderFactory>> decoders(VideoSource stream) {
        StreamSettings configured = settings.get(stream.id().name());
        return decoders.entries(configured == null ? null : configured.decoder());
    }

    @Reference(name = "settings", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
        policyOption = ReferencePolicyOption.GREEDY, updated = "putSettings", unbind = "removeSettings")
    void putSettings(StreamSettings configured) {
        settings.put(configured.name(), configured);
        tell(Pipeline::codersChanged);
    }

    void removeSettings(StreamSettings configured) {
        settings.remove(configured.name(), configured);
        tell(Pipeline::codersChanged);
    }

    @Reference(name = "encoder", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
        policyOption = ReferencePolicyOption.GREEDY, updated = "putEncoder", unbind = "removeEncoder")
    void putEncoder(EncoderFactory encoder, Map<String, ?> properties) {
        encoders.put(encoder, properties, EncoderFactory.NAME);
        tell(Pipeline::codersChanged);
    }

    void removeEncoder(EncoderFactory encoder) {
        encoders.remove(encoder);
        tell(pipeline -> pipeline.awaitGone(encoder));
    }

    @Reference(name = "decoder", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
        policyOption = ReferencePolicyOption.GREEDY, updated = "putDecoder", unbind = "removeDecoder")
    void putDecoder(DecoderFactory decoder, Map<String, ?> properties) {
        decoders.put(decoder, properties, DecoderFactory.NAME);
        tell(Pipeline::codersChanged);
    }

    void removeDecoder(DecoderFactory decoder) {
        decoders.remove(decoder);
        tell(pipeline -> pipeline.awaitGone(decoder));
    }

    @Reference(name = "sink", target = "(!(" + VideoSink.ROLE + "=" + VideoSink.UPLINK + "))",
        cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
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
        streams.values().forEach(running -> what.accept(running.pipeline()));
    }
}
