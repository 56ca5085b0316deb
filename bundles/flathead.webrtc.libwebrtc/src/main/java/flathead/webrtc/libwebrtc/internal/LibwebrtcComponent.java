package flathead.webrtc.libwebrtc.internal;

import flathead.api.MediaException;
import flathead.api.NanoClock;
import flathead.signaling.PeerFactory;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers libwebrtc as a {@link PeerFactory}: once it is loaded, which happens in the background, and where it cannot
 * be loaded one line says why and nothing is registered; or at once, where it is to be loaded when a session needs it.
 */
@Component(service = {}, immediate = true, configurationPid = LibwebrtcSettings.PID)
@Designate(ocd = LibwebrtcConfig.class)
public final class LibwebrtcComponent {
    private static final Logger LOG = LoggerFactory.getLogger(LibwebrtcComponent.class);
    private static final String NAME = "libwebrtc";
    /** Below stacks that send what encoder bundles make. */
    private static final int RANKING = -10;

    private final BundleContext context;
    private final Lane lane = new Lane("flathead-libwebrtc");
    private final LibwebrtcPeerFactory factory;
    private LibwebrtcSettings settings = LibwebrtcSettings.DEFAULT;
    private ServiceRegistration<PeerFactory> registration;
    private boolean deactivated;

    /** Returns at once; what is not allowed has its default. */
    @Activate
    public LibwebrtcComponent(BundleContext context, Map<String, ?> properties) {
        this(context, properties, NativeStack::load);
    }

    /** That loads it in another way. */
    LibwebrtcComponent(BundleContext context, Map<String, ?> properties, Loader.How how) {
        this.context = context;
        factory = new LibwebrtcPeerFactory(lane, how, NanoClock.SYSTEM);
        modified(properties);
    }

    /** Other settings, which hold at once; what is not allowed changes nothing. */
    @Modified
    public void modified(Map<String, ?> properties) {
        LibwebrtcSettings now;
        try {
            now = LibwebrtcSettings.read(properties);
        } catch (IllegalArgumentException e) {
            LOG.warn("{}", e.getMessage());
            now = settings;
        }
        settings = now;
        factory.configure(now);
        boolean early = now.early();
        lane.post(() -> settle(early));
    }

    private void settle(boolean early) {
        synchronized (this) {
            if (deactivated) {
                return;
            }
        }
        try {
            if (early) {
                factory.load();
            }
            register();
        } catch (MediaException e) {
            LOG.warn("{}", e.getMessage());
        }
    }

    private void register() {
        synchronized (this) {
            if (registration != null) {
                return;
            }
        }
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(PeerFactory.NAME, NAME);
        properties.put(Constants.SERVICE_RANKING, RANKING);
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
        lane.finish(factory::close);
        lane.close();
    }
}
