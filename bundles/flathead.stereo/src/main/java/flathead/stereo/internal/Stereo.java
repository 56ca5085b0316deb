package flathead.stereo.internal;

import flathead.api.Codec;
import flathead.api.Feedback;
import flathead.api.NanoClock;
import flathead.api.StereoConsumer;
import flathead.api.StereoMonitor;
import flathead.api.StereoStatus;
import flathead.api.StreamId;
import flathead.api.VideoFormat;
import flathead.api.VideoSink;
import flathead.lending.ConsumerLane;
import flathead.lending.Wanted;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pair of streams: two cameras of this runtime, or two streams from elsewhere. As a sink it takes their pictures as
 * they come, for their times alone. While there is a {@link StereoConsumer}, a second sink is registered, which takes
 * raw pictures, and the consumers get the pairs.
 *
 * <p>Settings, factory PID {@value #PID}: {@code left}, {@code right}, {@code from}, {@code consumer.target}.
 */
@Component(name = Stereo.PID, configurationPolicy = ConfigurationPolicy.REQUIRE,
    service = {VideoSink.class, StereoMonitor.class}, property = VideoSink.ROLE + "=" + VideoSink.STEREO)
@Designate(ocd = StereoConfig.class, factory = true)
public final class Stereo implements VideoSink, StereoMonitor {
    static final String PID = "flathead.stereo";
    /** {@link VideoSink#NAME} of the sink of raw pictures. */
    static final String PAIRS = "pairs";

    private static final Logger LOG = LoggerFactory.getLogger(Stereo.class);

    private final BundleContext context;
    private final String name;
    /** Null if they are refused. */
    private final PairSettings settings;
    private final String refusal;
    private final PairingSink times;
    private final PairingSink pictures;
    private final PairConsumers consumers;
    /** Guards the registration of the second sink alone. */
    private final Object registering = new Object();
    private ServiceRegistration<VideoSink> registration;

    /** As a component. What is not allowed is logged, and then nothing is paired. */
    @Activate
    public Stereo(BundleContext context, Map<String, ?> properties) {
        this.context = context;
        name = String.valueOf(properties.get("service.pid")).replaceFirst("^.*~", "");
        PairSettings read = null;
        String refused = "";
        try {
            read = PairSettings.of(name, properties);
        } catch (IllegalArgumentException e) {
            refused = PID + "~" + name + ": " + e.getMessage();
            LOG.error("{}; nothing is paired", refused);
        }
        settings = read;
        refusal = refused;
        consumers = new PairConsumers(name, NanoClock.SYSTEM);
        times = new PairingSink(settings, null);
        pictures = new PairingSink(settings, consumers);
    }

    @Override
    public List<Codec> accepts() {
        return times.accepts();
    }

    @Override
    public List<Codec> accepts(StreamId stream, VideoFormat source) {
        return times.accepts(stream, source);
    }

    @Override
    public int rawDepth() {
        return times.rawDepth();
    }

    @Override
    public boolean isPrompt() {
        return times.isPrompt();
    }

    @Override
    public Outlet open(StreamId stream, VideoFormat format, Feedback upstream) {
        return times.open(stream, format, upstream);
    }

    @Override
    public StereoStatus status() {
        if (!refusal.isEmpty()) {
            return new StereoStatus(name, "", "", refusal, null, 0, 0, 0, 0, 0, null, List.of());
        }
        return times.status().with(consumers.status());
    }

    /** One more gets the pairs, if its properties are such as the settings want. */
    @Reference(name = "consumers", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
        policyOption = ReferencePolicyOption.GREEDY, updated = "updateConsumer", unbind = "removeConsumer")
    public void addConsumer(StereoConsumer consumer, Map<String, ?> properties) {
        if (settings != null && settings.serves(properties)
                && Wanted.of(properties.get(StereoConsumer.PAIRS)).test(name)) {
            consumers.add(Wanted.name(properties.get(StereoConsumer.NAME), consumer), consumer);
            register();
        }
    }

    void updateConsumer(StereoConsumer consumer, Map<String, ?> properties) {
        removeConsumer(consumer);
        addConsumer(consumer, properties);
    }

    /** One goes; none of its calls runs any more when this returns, unless it has hung for long. */
    public void removeConsumer(StereoConsumer consumer) {
        ConsumerLane<?, ?, ?> lane = consumers.remove(consumer);
        if (lane != null) {
            register();
            lane.close();
        }
    }

    /** Whoever serves sinks takes note of one and goes on; of one that goes, it lets go by its own threads. */
    private void register() {
        synchronized (registering) {
            if (consumers.any() && registration == null) {
                registration = context.registerService(VideoSink.class, pictures,
                    new Hashtable<>(Map.of(VideoSink.ROLE, VideoSink.STEREO, VideoSink.NAME, PAIRS)));
            } else if (!consumers.any() && registration != null) {
                registration.unregister();
                registration = null;
            }
        }
    }

    /** Lets go of every consumer that is left. */
    @Deactivate
    public void deactivate() {
        consumers.close();
        register();
    }
}
