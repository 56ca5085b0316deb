package flathead.decoder.software.internal;

import flathead.api.DecoderFactory;
import flathead.api.MediaException;
import flathead.ffmpeg.Ffmpeg;
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

/** Loads libavcodec in the background and then registers a {@link DecoderFactory}, if it works. */
@Component(immediate = true, service = {})
public final class Activation {
    private static final Logger LOG = LoggerFactory.getLogger(Activation.class);
    private static final String NAME = "avcodec";

    private final BundleContext context;
    private ServiceRegistration<DecoderFactory> registration;
    private boolean active = true;

    /** Returns at once. */
    @Activate
    public Activation(BundleContext context) {
        this.context = context;
        Thread loader = new Thread(this::load, "flathead-decoder-loader");
        loader.setDaemon(true);
        loader.start();
    }

    private void load() {
        try {
            Ffmpeg.loadAvcodec();
            AvcodecDecoderFactory factory = new AvcodecDecoderFactory();
            int pictures = WarmUp.run(factory);
            LOG.debug("{} pictures decoded before the first", pictures);
            register(factory);
        } catch (MediaException e) {
            LOG.warn("No decoder {}: {}", NAME, e.getMessage());
        } catch (IllegalStateException e) {
            LOG.debug("The bundle stopped before decoder {} was there", NAME);
        } catch (LinkageError | RuntimeException e) {
            LOG.error("No decoder {}: loading it failed", NAME, e);
        }
    }

    private synchronized void register(AvcodecDecoderFactory factory) {
        if (active) {
            Dictionary<String, Object> properties = new Hashtable<>();
            properties.put(DecoderFactory.NAME, NAME);
            properties.put(DecoderFactory.HARDWARE, "false");
            properties.put(Constants.SERVICE_RANKING, 0);
            registration = context.registerService(DecoderFactory.class, factory, properties);
            LOG.info("Decoder {} is there", NAME);
        }
    }

    /** Takes the factory back; decoders that are open stay so until their owners close them. */
    @Deactivate
    public void deactivate() {
        ServiceRegistration<DecoderFactory> made;
        synchronized (this) {
            active = false;
            made = registration;
            registration = null;
        }
        if (made != null) {
            made.unregister();
        }
    }
}
