package flathead.session.internal;

import flathead.api.StreamId;
import flathead.signaling.IceServers;
import flathead.signaling.OfferHandler;
import flathead.signaling.PeerFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes every offer that comes in, by whatever signalling: one session a client and camera. A camera offered again
 * replaces its session; the first stack that understands the offer answers it, in the order of {@link Reception}.
 */
@Component(service = OfferHandler.class, configurationPid = Publisher.PID)
public final class Acceptor implements OfferHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Acceptor.class);
    private static final long CLOSE_MILLIS = 2_000;

    private final BundleContext context;
    private final SessionThread thread = new SessionThread("flathead-acceptor");
    private final Names names = new Names();
    private final Map<Key, AcceptedStream> streams = new HashMap<>();
    /** The last offered of each camera: of offers that come faster than they can be answered, it is the only one. */
    private final Map<Key, AcceptedStream> latest = new ConcurrentHashMap<>();

    @Reference(policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<IceServers> iceServers = List.of();
    private final Terms terms = new Terms(new Stacks(), List::of, () -> iceServers);

    private record Key(String client, String camera) {
    }

    /** No session yet. */
    @Activate
    public Acceptor(BundleContext context, Map<String, ?> settings) {
        this.context = context;
        modified(settings);
    }

    /** Holds from the next offer on; what is not allowed changes nothing. */
    @Modified
    public void modified(Map<String, ?> settings) {
        try {
            terms.stacks().choose(read(settings));
        } catch (IllegalArgumentException e) {
            LOG.warn("{}", e.getMessage());
        }
    }

    /** How receiving stacks are chosen. */
    static Reception read(Map<String, ?> settings) {
        Object receive = settings.get("receive");
        try {
            return Reception.of(receive == null ? "auto" : receive.toString().strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(Publisher.PID + ": receive " + e.getMessage(), e);
        }
    }

    /** Ends every session. */
    @Deactivate
    public void deactivate() {
        thread.call(CLOSE_MILLIS, () -> List.copyOf(streams.values()).forEach(AcceptedStream::end));
        thread.close();
    }

    @Override
    public Session offered(String clientId, String origin, String cameraId, String sdp, Reply reply) {
        Key key = new Key(clientId, cameraId);
        AcceptedStream stream = new AcceptedStream(context, thread, terms, reply, ended -> {
            streams.remove(key, ended);
            latest.remove(key, ended);
            if (ended.id() != null) {
                names.release(ended.id());
            }
        });
        latest.put(key, stream);
        thread.execute(() -> {
            AcceptedStream before = streams.get(key);
            if (before != null) {
                before.end();
            }
            if (latest.get(key) != stream || stream.isTakenBack()) {
                stream.end();
                return;
            }
            streams.put(key, stream);
            StreamId id = names.take(origin, clientId, cameraId);
            LOG.info("{}: offered by {}", id, origin);
            stream.begin(id, sdp);
        });
        return stream;
    }

    @Reference(name = "peers", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
        policyOption = ReferencePolicyOption.GREEDY, updated = "putPeers", unbind = "removePeers")
    void putPeers(PeerFactory factory, Map<String, ?> properties) {
        terms.stacks().put(factory, properties);
        thread.execute(() -> List.copyOf(streams.values()).forEach(AcceptedStream::stacksChanged));
    }

    void removePeers(PeerFactory factory) {
        terms.stacks().remove(factory);
        thread.call(CLOSE_MILLIS, () -> List.copyOf(streams.values()).forEach(stream -> stream.stackGone(factory)));
    }
}
