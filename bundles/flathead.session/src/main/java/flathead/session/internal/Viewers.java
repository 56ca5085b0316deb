package flathead.session.internal;

import flathead.api.Codec;
import flathead.api.Feedback;
import flathead.api.StreamId;
import flathead.api.StreamMonitor;
import flathead.api.StreamStatus;
import flathead.api.VideoFormat;
import flathead.api.VideoSink;
import flathead.signaling.IceServers;
import flathead.signaling.OfferHandler;
import flathead.signaling.PeerFactory;
import flathead.signaling.ViewHandler;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Shows streams to viewers: one sink, registered while there is a WebRTC stack that serves, with an {@link Audience}
 * for each stream and a {@link Viewer} for each who looks at it.
 */
@Component(service = ViewHandler.class, immediate = true)
public final class Viewers implements ViewHandler, VideoSink {
    private static final long CLOSE_MILLIS = 2_000;

    private final Advertisement advertisement;
    private final SessionThread thread = new SessionThread("flathead-viewers");
    /** Who is told of the sink's end closes its streams, for which {@link #thread} must be free. */
    private final SessionThread registrar = new SessionThread("flathead-viewers-service");
    private final Map<String, Audience> audiences = new ConcurrentHashMap<>();
    private final Set<Viewer> viewers = ConcurrentHashMap.newKeySet();
    private final List<StreamMonitor> monitors = new CopyOnWriteArrayList<>();

    @Reference(policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<IceServers> iceServers = List.of();
    private final Terms terms = new Terms(new Stacks(), List::of, () -> iceServers);

    /** Nobody looks yet. */
    @Activate
    public Viewers(BundleContext context) {
        advertisement = new Advertisement(context, this, Map.of(ROLE, VIEW, NAME, VIEW));
    }

    /** Ends every session. */
    @Deactivate
    public void deactivate() {
        thread.call(CLOSE_MILLIS, () -> List.copyOf(viewers).forEach(each -> each.end(Refusal.WAITING,
            "the server ends")));
        registrar.call(CLOSE_MILLIS, () -> advertisement.update(List.of()));
        registrar.close();
        thread.close();
    }

    // --- the sink

    @Override
    public List<Codec> accepts() {
        Set<Codec> codecs = new LinkedHashSet<>();
        terms.stacks().all().forEach(stack -> codecs.addAll(stack.factory().serves()));
        return List.copyOf(codecs);
    }

    @Override
    public Outlet open(StreamId stream, VideoFormat format, Feedback upstream) {
        Audience audience = new Audience(stream, format, upstream, this::streamEnded);
        audiences.put(stream.name(), audience);
        return audience;
    }

    private void streamEnded(Audience audience) {
        audiences.remove(audience.stream().name(), audience);
        thread.execute(() -> audience.viewers().forEach(each -> each.end(Refusal.WAITING, "the stream ended")));
    }

    // --- the signalling server

    @Override
    public Session offered(String clientId, String origin, String cameraId, String sdp, Reply reply) {
        Viewer viewer = new Viewer(cameraId, origin, thread, terms, reply, viewers::remove);
        viewers.add(viewer);
        thread.execute(() -> {
            Audience audience = audiences.get(cameraId);
            if (viewer.isOver()) {
                return;
            }
            if (audience == null) {
                refuse(viewer, cameraId);
            } else {
                viewer.begin(audience, sdp);
            }
        });
        return viewer;
    }

    private void refuse(Viewer viewer, String name) {
        StreamStatus known = monitors.stream().map(StreamMonitor::status)
            .filter(status -> !status.id().client().isEmpty() && status.id().name().equals(name)).findFirst()
            .orElse(null);
        if (known == null) {
            viewer.end(OfferHandler.Refusal.UNKNOWN, "there is no stream \"" + name + "\"; there are "
                + audiences.keySet().stream().sorted().toList());
        } else {
            viewer.end(OfferHandler.Refusal.WAITING, "it cannot be seen yet"
                + (known.detail().isEmpty() ? "" : ": it " + known.detail()));
        }
    }

    // --- services

    @Reference(name = "peers", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
        policyOption = ReferencePolicyOption.GREEDY, updated = "putPeers", unbind = "removePeers")
    void putPeers(PeerFactory factory, Map<String, ?> properties) {
        terms.stacks().put(factory, properties);
        registrar.execute(() -> advertisement.update(accepts()));
    }

    void removePeers(PeerFactory factory) {
        terms.stacks().remove(factory);
        thread.call(CLOSE_MILLIS, () -> List.copyOf(viewers).forEach(viewer -> viewer.stackGone(factory)));
        registrar.call(CLOSE_MILLIS, () -> advertisement.update(accepts()));
    }

    @Reference(name = "monitors", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
        policyOption = ReferencePolicyOption.GREEDY, unbind = "removeMonitor")
    void putMonitor(StreamMonitor monitor) {
        monitors.add(monitor);
    }

    void removeMonitor(StreamMonitor monitor) {
        monitors.remove(monitor);
    }
}
