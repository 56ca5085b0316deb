package flathead.session.internal;

import flathead.signaling.IceServers;
import flathead.signaling.PeerFactory;
import flathead.signaling.SignalingClient;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
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
 * Publishes cameras: an uplink for each way to a server, with sinks for as long as there is a WebRTC stack that can
 * send. Streams wait in it for stack and server, and reconnect for ever.
 */
@Component(service = {}, immediate = true, configurationPid = Publisher.PID)
@Designate(ocd = SessionConfig.class)
public final class Publisher {
    static final String PID = "flathead.session";
    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);
    private static final long CLOSE_MILLIS = 2_000;

    private final BundleContext context;
    private final SessionThread thread = new SessionThread("flathead-publisher");
    /** Who is told of a sink's end closes its streams, for which {@link #thread} must be free. */
    private final SessionThread registrar = new SessionThread("flathead-publisher-service");
    private final List<Uplink> uplinks = new CopyOnWriteArrayList<>();
    private volatile List<Form> forms = Form.of("auto");

    @Reference(policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<IceServers> iceServers = List.of();
    private final Terms terms = new Terms(new Stacks(), () -> forms, () -> iceServers);

    /** Registers nothing yet. */
    @Activate
    public Publisher(BundleContext context, Map<String, ?> settings) {
        this.context = context;
        modified(settings);
    }

    /** Holds from the next session on; what is not allowed changes nothing. */
    @Modified
    public void modified(Map<String, ?> settings) {
        try {
            forms = read(settings);
        } catch (IllegalArgumentException e) {
            LOG.warn("{}", e.getMessage());
        }
    }

    /** The forms to try. */
    static List<Form> read(Map<String, ?> settings) {
        Object send = settings.get("send");
        try {
            return Form.of(send == null ? "auto" : send.toString().strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(PID + ": send " + e.getMessage(), e);
        }
    }

    /** Ends every session. */
    @Deactivate
    public void deactivate() {
        registrar.call(CLOSE_MILLIS, () -> uplinks.forEach(Uplink::close));
        registrar.close();
        thread.close();
    }

    private void advertise() {
        uplinks.forEach(Uplink::advertise);
    }

    @Reference(name = "peers", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
        policyOption = ReferencePolicyOption.GREEDY, updated = "putPeers", unbind = "removePeers")
    void putPeers(PeerFactory factory, Map<String, ?> properties) {
        terms.stacks().put(factory, properties);
        registrar.execute(this::advertise);
        thread.execute(() -> uplinks.forEach(Uplink::stacksChanged));
    }

    void removePeers(PeerFactory factory) {
        terms.stacks().remove(factory);
        thread.call(CLOSE_MILLIS, () -> uplinks.forEach(uplink -> uplink.stackGone(factory)));
        registrar.call(CLOSE_MILLIS, this::advertise);
    }

    @Reference(name = "signaling", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
        policyOption = ReferencePolicyOption.GREEDY, unbind = "removeSignaling")
    void putSignaling(SignalingClient client, Map<String, ?> properties) {
        Object name = properties.get(SignalingClient.NAME);
        Uplink uplink = new Uplink(name == null ? client.getClass().getSimpleName() : name.toString(), client, context,
            thread, terms);
        uplinks.add(uplink);
        registrar.execute(uplink::advertise);
    }

    void removeSignaling(SignalingClient client) {
        for (Uplink uplink : uplinks) {
            if (uplink.client() == client) {
                uplinks.remove(uplink);
                registrar.call(CLOSE_MILLIS, uplink::close);
            }
        }
    }
}
