package flathead.encoder.engine;

import flathead.api.EncoderFactory;
import flathead.api.MediaException;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The {@link EncoderFactory}s of a bundle, one for each library that works. Loading is slow the first time, so it goes
 * on in a thread of its own; {@link #close()} may come at any time.
 */
public final class Registrations implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Registrations.class);

    private final BundleContext context;
    private final List<ServiceRegistration<EncoderFactory>> registrations = new ArrayList<>();
    private boolean active = true;

    /** Of the bundle of this context. */
    public Registrations(BundleContext context) {
        this.context = context;
    }

    /**
     * Loads in the background.
     *
     * @param work calls {@link #add}
     */
    public void start(Runnable work) {
        Thread loader = new Thread(work, "flathead-encoder-loader");
        loader.setDaemon(true);
        loader.start();
    }

    /**
     * Registers a factory over what {@code source} loads, or says why there is none.
     *
     * @param name {@link EncoderFactory#NAME}
     * @param hardware {@link EncoderFactory#HARDWARE}
     * @param ranking {@code service.ranking}
     * @param absent the level at which to say that there is none
     */
    public void add(String name, String hardware, int ranking, Level absent, Source source) {
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
            LOG.atLevel(absent).log("No encoder {}: {}", name, e.getMessage());
        } catch (LinkageError | RuntimeException e) {
            LOG.error("No encoder {}: loading it failed", name, e);
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
    @Override
    public void close() {
        List<ServiceRegistration<EncoderFactory>> mine;
        synchronized (this) {
            active = false;
            mine = List.copyOf(registrations);
            registrations.clear();
        }
        mine.forEach(ServiceRegistration::unregister);
    }

    /** Loads a library. */
    public interface Source {
        /**
         * Loads it.
         *
         * @throws MediaException naming what is missing
         */
        Engines load() throws MediaException;
    }
}
