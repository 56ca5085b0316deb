package flathead.encoder.software.internal;

import flathead.api.EncoderFactory;
import flathead.api.MediaException;
import java.util.ArrayList;
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
 * Loads the native libraries in the background and then registers an {@link EncoderFactory} for what works: OpenH264,
 * and VideoToolbox before it on macOS.
 */
@Component(immediate = true, service = {})
public final class Activation {
    private static final Logger LOG = LoggerFactory.getLogger(Activation.class);

    private final BundleContext context;
    private final List<ServiceRegistration<EncoderFactory>> registrations = new ArrayList<>();
    private boolean active = true;

    /** Returns at once. */
    @Activate
    public Activation(BundleContext context) {
        this.context = context;
        Thread loader = new Thread(this::load, "flathead-encoder-loader");
        loader.setDaemon(true);
        loader.start();
    }

    private void load() {
        if (Libraries.apple()) {
            register("videotoolbox", "true", 0, Libraries::videoToolbox);
            register("openh264", "false", -1, Libraries::openH264);
        } else {
            register("openh264", "false", 0, Libraries::openH264);
        }
    }

    private void register(String name, String hardware, int ranking, Source source) {
        try {
            Engines engines = source.load();
            Dictionary<String, Object> properties = new Hashtable<>();
            properties.put(EncoderFactory.NAME, name);
            properties.put(EncoderFactory.HARDWARE, hardware);
            properties.put(Constants.SERVICE_RANKING, ranking);
            properties.put(Constants.SERVICE_DESCRIPTION, engines.library());
            if (register(new SoftwareEncoderFactory(engines), properties)) {
                LOG.info("Encoder {} is there: {}", name, engines.library());
            }
        } catch (IllegalStateException e) {
            LOG.debug("The bundle stopped before encoder {} was there", name);
        } catch (MediaException e) {
            LOG.warn("No encoder {}: {}", name, e.getMessage());
        }
    }

    private boolean register(EncoderFactory factory, Dictionary<String, Object> properties) {
        synchronized (this) {
            if (!active) {
                return false;
            }
        }
        ServiceRegistration<EncoderFactory> made = context.registerService(EncoderFactory.class, factory, properties);
        synchronized (this) {
            if (active) {
                registrations.add(made);
                return true;
            }
        }
        made.unregister();
        return false;
    }

    /** Takes the factories back; encoders that are open stay so until their owners close them. */
    @Deactivate
    public void deactivate() {
        List<ServiceRegistration<EncoderFactory>> mine;
        synchronized (this) {
            active = false;
            mine = List.copyOf(registrations);
            registrations.clear();
        }
        mine.forEach(ServiceRegistration::unregister);
    }

    /** Loads a library. */
    private interface Source {
        Engines load() throws MediaException;
    }
}
