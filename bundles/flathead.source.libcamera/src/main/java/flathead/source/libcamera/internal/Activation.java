package flathead.source.libcamera.internal;

import flathead.api.CameraInfo;
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
 * Starts libcamera in the background, and registers its {@link CaptureFactory} while there is at least one camera.
 * Where libcamera is missing it says so once.
 */
@Component(immediate = true, service = {})
public final class Activation {
    static final String NAME = "libcamera";
    static final int RANKING = 100;

    private static final Logger LOG = LoggerFactory.getLogger(Activation.class);
    private static final int WATCH_MILLIS = 200;

    private final BundleContext context;
    private final Source source;
    private final Thread watcher;
    private volatile boolean active = true;

    /** Where libcamera comes from. */
    interface Source {
        /** Loads and starts it; may take its time. */
        Libcamera load() throws MediaException, InterruptedException;
    }

    /** Returns at once. */
    @Activate
    public Activation(BundleContext context) {
        this(context, () -> JnaLibcamera.load(Shim.make()));
    }

    Activation(BundleContext context, Source source) {
        this.context = context;
        this.source = source;
        this.watcher = new Thread(this::run, "flathead-libcamera");
        watcher.setDaemon(true);
        watcher.start();
    }

    private void run() {
        try {
            watch(source.load());
        } catch (Shim.Missing e) {
            LOG.info("No cameras of libcamera: {}", e.getMessage());
        } catch (MediaException e) {
            LOG.warn("No cameras of libcamera: {}", e.getMessage());
        } catch (LinkageError | RuntimeException e) {
            LOG.error("No cameras of libcamera: it failed", e);
        } catch (InterruptedException e) {
            LOG.debug("The bundle stopped before libcamera was there");
        }
    }

    private void watch(Libcamera libcamera) {
        LibcameraFactory factory = new LibcameraFactory(libcamera, NanoClock.SYSTEM);
        ServiceRegistration<CaptureFactory> registration = null;
        List<CameraInfo> before = null;
        int known = 0;
        try {
            while (active) {
                List<CameraInfo> now = factory.cameras();
                if (!now.equals(before)) {
                    before = now;
                    LOG.info("libcamera {} has {}", libcamera.version(), now.isEmpty() ? "no camera"
                        : now.stream().map(camera -> camera.device() + ": " + camera.model()).toList());
                }
                if (registration == null && !now.isEmpty()) {
                    registration = context.registerService(CaptureFactory.class, factory, properties(libcamera));
                } else if (registration != null && now.isEmpty()) {
                    registration.unregister();
                    registration = null;
                }
                int next = known;
                while (active && next == known) {
                    next = libcamera.changes(known, WATCH_MILLIS);
                }
                known = next;
            }
        } catch (IllegalStateException e) {
            LOG.debug("The bundle stopped while cameras came or went");
            registration = null;
        } finally {
            if (registration != null) {
                registration.unregister();
            }
            factory.close();
        }
    }

    private static Dictionary<String, Object> properties(Libcamera libcamera) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(CaptureFactory.NAME, NAME);
        properties.put(Constants.SERVICE_RANKING, RANKING);
        properties.put(Constants.SERVICE_DESCRIPTION, "libcamera " + libcamera.version());
        return properties;
    }

    /** Takes the factory back; cameras that are open stay so until their owners close them. */
    @Deactivate
    public void deactivate() throws InterruptedException {
        active = false;
        watcher.interrupt();
        watcher.join();
    }
}
