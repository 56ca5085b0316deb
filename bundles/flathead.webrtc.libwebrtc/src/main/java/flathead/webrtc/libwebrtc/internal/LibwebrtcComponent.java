package flathead.webrtc.libwebrtc.internal;

import flathead.api.MediaException;
import flathead.api.NanoClock;
import flathead.signaling.PeerFactory;
import java.util.Dictionary;
import java.util.Hashtable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers libwebrtc as a {@link PeerFactory} once it is loaded, which happens in the background; where it cannot be
 * loaded one line says why and nothing is registered.
 */
@Component(service = {}, immediate = true)
public final class LibwebrtcComponent {
    private static final Logger LOG = LoggerFactory.getLogger(LibwebrtcComponent.class);
    private static final String NAME = "libwebrtc";

    private final BundleContext context;
    private final Lane lane = new Lane("flathead-libwebrtc");
    private ServiceRegistration<PeerFactory> registration;
    private LibwebrtcPeerFactory factory;
    private boolean deactivated;

    /** Begins to load; returns at once. */
    @Activate
    public LibwebrtcComponent(BundleContext context) {
        this.context = context;
        lane.post(this::load);
    }

    private void load() {
        if (isDeactivated()) {
            return;
        }
        try {
            long begin = System.nanoTime();
            factory = new LibwebrtcPeerFactory(lane, NativeStack.load(), NanoClock.SYSTEM);
            LOG.info("libwebrtc is ready, loaded in {} ms", (System.nanoTime() - begin) / 1_000_000);
            register();
        } catch (MediaException e) {
            LOG.warn("{}", e.getMessage());
        }
    }

    private void register() {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(PeerFactory.NAME, NAME);
        properties.put(Constants.SERVICE_RANKING, 0);
        ServiceRegistration<PeerFactory> made;
        try {
            made = context.registerService(PeerFactory.class, factory, properties);
        } catch (IllegalStateException e) {
            LOG.debug("stopped while loading");
            return;
        }
        synchronized (this) {
            if (!deactivated) {
                registration = made;
                return;
            }
        }
        unregister(made);
    }

    private synchronized boolean isDeactivated() {
        return deactivated;
    }

    private static void unregister(ServiceRegistration<PeerFactory> made) {
        try {
            made.unregister();
        } catch (IllegalStateException e) {
            LOG.debug("the framework has unregistered it already");
        }
    }

    /** Withdraws the service, so that its users close their peers; closes what they left open, and libwebrtc. */
    @Deactivate
    public void deactivate() {
        ServiceRegistration<PeerFactory> withdrawn;
        synchronized (this) {
            deactivated = true;
            withdrawn = registration;
            registration = null;
        }
        if (withdrawn != null) {
            unregister(withdrawn);
        }
        lane.finish(() -> {
            if (factory != null) {
                factory.close();
            }
        });
        lane.close();
    }
}
