package flathead.session.internal;

import flathead.api.Codec;
import flathead.api.Feedback;
import flathead.api.StreamId;
import flathead.api.VideoFormat;
import flathead.api.VideoSink;
import flathead.signaling.PeerFactory;
import flathead.signaling.SignalingClient;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
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
 * The uplink: a sink that publishes each stream to the server, for as long as there is a WebRTC stack that can send.
 * Streams wait in it for signalling, stack and server, and reconnect for ever.
 */
@Component(service = {}, immediate = true)
public final class Publisher implements VideoSink {
    private static final long CLOSE_MILLIS = 2_000;

    private final BundleContext context;
    private final SessionThread thread = new SessionThread("flathead-publisher");
    /** Who is told of this sink's end closes its streams, for which {@link #thread} must be free. */
    private final SessionThread registrar = new SessionThread("flathead-publisher-service");
    private final Stacks stacks = new Stacks();
    private final List<PublishedStream> streams = new CopyOnWriteArrayList<>();
    private volatile SignalingClient signaling;
    private List<Codec> advertised = List.of();
    private ServiceRegistration<VideoSink> registration;

    /** Registers nothing yet. */
    @Activate
    public Publisher(BundleContext context) {
        this.context = context;
    }

    /** Ends every session. */
    @Deactivate
    public void deactivate() {
        registrar.call(CLOSE_MILLIS, () -> advertise(List.of()));
        streams.forEach(PublishedStream::close);
        registrar.close();
        thread.close();
    }

    @Override
    public List<Codec> accepts() {
        Set<Codec> codecs = new LinkedHashSet<>();
        stacks.all().forEach(stack -> codecs.addAll(stack.factory().sends()));
        return List.copyOf(codecs);
    }

    @Override
    public Outlet open(StreamId stream, VideoFormat format, Feedback upstream) {
        PublishedStream published =
            new PublishedStream(stream, format, upstream, thread, () -> stackFor(format.codec()), streams::remove);
        streams.add(published);
        thread.execute(() -> published.signalBy(signaling));
        return published;
    }

    private Stacks.Stack stackFor(Codec codec) {
        return stacks.all().stream().filter(stack -> stack.factory().sends().contains(codec)).findFirst().orElse(null);
    }

    /** Registers this sink while there is anything that it can send. On the registrar's thread. */
    private void advertise(List<Codec> codecs) {
        if (codecs.equals(advertised)) {
            return;
        }
        advertised = codecs;
        if (codecs.isEmpty()) {
            registration.unregister();
            registration = null;
            return;
        }
        Dictionary<String, Object> properties = new Hashtable<>(Map.of(VideoSink.ROLE, VideoSink.UPLINK,
            "flathead.codecs", codecs.stream().map(Codec::name).toArray(String[]::new)));
        if (registration == null) {
            registration = context.registerService(VideoSink.class, this, properties);
        } else {
            registration.setProperties(properties);
        }
    }

    @Reference(name = "peers", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
        policyOption = ReferencePolicyOption.GREEDY, updated = "putPeers", unbind = "removePeers")
    void putPeers(PeerFactory factory, Map<String, ?> properties) {
        stacks.put(factory, properties);
        registrar.execute(() -> advertise(accepts()));
        thread.execute(() -> streams.forEach(PublishedStream::stacksChanged));
    }

    void removePeers(PeerFactory factory) {
        stacks.remove(factory);
        thread.call(CLOSE_MILLIS, () -> streams.forEach(stream -> stream.stackGone(factory)));
        registrar.call(CLOSE_MILLIS, () -> advertise(accepts()));
    }

    @Reference(name = "signaling", cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
        policyOption = ReferencePolicyOption.GREEDY, unbind = "removeSignaling")
    void putSignaling(SignalingClient client) {
        signaling = client;
        thread.execute(() -> streams.forEach(stream -> stream.signalBy(client)));
    }

    void removeSignaling(SignalingClient client) {
        if (signaling == client) {
            signaling = null;
        }
        thread.call(CLOSE_MILLIS, () -> streams.forEach(stream -> stream.signalBy(signaling)));
    }
}
