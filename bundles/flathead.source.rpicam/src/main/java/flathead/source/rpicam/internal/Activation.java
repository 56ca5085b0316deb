package flathead.source.rpicam.internal;

import flathead.api.CaptureFactory;
import flathead.api.MediaException;
import flathead.api.NanoClock;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for rpicam-vid in the background, once, and registers a {@link CaptureFactory} if it lists a camera: below that
 * of libcamera itself, above the mock.
 */
@Component(immediate = true, service = {})
public final class Activation {
    static final int RANKING = 50;

    private static final Logger LOG = LoggerFactory.getLogger(Activation.class);

    private final BundleContext context;
    private final String folders;
    private final Thread looker;
    private boolean active = true;
    private ServiceRegistration<CaptureFactory> registration;

    /** Returns at once. */
    @Activate
    public Activation(BundleContext context) {
        this(context, System.getenv().getOrDefault("PATH", "/usr/bin"));
    }

    Activation(BundleContext context, String folders) {
        this.context = context;
        this.folders = folders;
        this.looker = new Thread(this::look, "flathead-rpicam");
        looker.setDaemon(true);
        looker.start();
    }

    private void look() {
        Rpicam rpicam = Rpicam.find(folders);
        if (rpicam == null) {
            LOG.debug("There is no rpicam-vid");
            return;
        }
        try {
            List<Rpicam.Listed> cameras = rpicam.cameras();
            if (cameras.isEmpty()) {
                LOG.info("{} lists no camera", rpicam.path());
                return;
            }
            LOG.info("{} has {}, without live settings", rpicam.path(), cameras);
            Dictionary<String, Object> properties = new Hashtable<>();
            properties.put(CaptureFactory.NAME, "rpicam");
            properties.put(Constants.SERVICE_RANKING, RANKING);
            properties.put(Constants.SERVICE_DESCRIPTION, rpicam.path() + ", without live settings");
            register(new RpicamFactory(rpicam, cameras, NanoClock.SYSTEM), properties);
        } catch (MediaException e) {
            LOG.warn("No cameras of rpicam-vid: {}", e.getMessage());
        } catch (InterruptedException | IllegalStateException e) {
            LOG.debug("The bundle stopped before its cameras were there");
        }
    }

    private void register(CaptureFactory factory, Dictionary<String, Object> properties) {
        synchronized (this) {
            if (!active) {
                return;
            }
        }
        ServiceRegistration<CaptureFactory> made = context.registerService(CaptureFactory.class, factory, properties);
        synchronized (this) {
            if (active) {
                registration = made;
                return;
            }
        }
        made.unregister();
    }

    /** Takes the factory back; cameras that are open stay so until their owners close them. */
    @Deactivate
    public void deactivate() {
        ServiceRegistration<CaptureFactory> mine;
        synchronized (this) {
            active = false;
            mine = registration;
            registration = null;
        }
        looker.interrupt();
        if (mine != null) {
            mine.unregister();
        }
    }
}
