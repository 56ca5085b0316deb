package flathead.encoder.v4l2.internal;

import flathead.api.EncoderFactory;
import flathead.encoder.v4l2.internal.Probe.Finding;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One {@link EncoderFactory} service for each device that encodes, for as long as it is there. {@link #look} is called
 * by one thread, {@link #close} by any; services are registered and unregistered with no lock held.
 */
final class Registry implements AutoCloseable {
    /** Service property: the path of the device. */
    static final String DEVICE = "device";
    /** Service property: the name of its driver. */
    static final String DRIVER = "driver";
    /** Service property: the driver's name of the device. */
    static final String CARD = "card";
    /** Service property: the sizes that it takes, in pixels. */
    static final String LIMITS = "limits";
    /** Above every encoder that computes. */
    static final int RANKING = 100;
    private static final Logger LOG = LoggerFactory.getLogger(Registry.class);
    private static final String NAME = "v4l2";

    private final BundleContext context;
    private final Probe probe;
    private final Function<EncoderDevice, EncoderFactory> factories;
    private final Map<EncoderDevice, ServiceRegistration<EncoderFactory>> registered = new HashMap<>();
    private boolean active = true;
    private boolean saidNone;

    Registry(BundleContext context, Probe probe, Function<EncoderDevice, EncoderFactory> factories) {
        this.context = context;
        this.probe = probe;
        this.factories = factories;
    }

    /** Looks at the devices, and registers and unregisters accordingly. */
    void look() {
        List<Finding> findings = probe.all();
        List<EncoderDevice> there = new ArrayList<>();
        for (Finding finding : findings) {
            if (finding.encoder() != null) {
                there.add(finding.encoder());
            }
        }
        for (EncoderDevice gone : known()) {
            if (!there.contains(gone)) {
                LOG.info("Encoder {} is gone: {}", NAME, gone);
                unregister(gone);
            }
        }
        for (EncoderDevice device : there) {
            if (!known().contains(device)) {
                register(device);
            }
        }
        if (there.isEmpty() && !saidNone) {
            saidNone = true;
            LOG.info("No hardware H.264 encoder here: the software encoder is used. (A Raspberry Pi 5 has none; its"
                + " predecessors have.) Looked at {}", findings.isEmpty() ? "/dev/video*: there are none" : findings);
        }
    }

    private synchronized List<EncoderDevice> known() {
        return List.copyOf(registered.keySet());
    }

    private void register(EncoderDevice device) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(EncoderFactory.NAME, NAME);
        properties.put(EncoderFactory.HARDWARE, "true");
        properties.put(Constants.SERVICE_RANKING, RANKING);
        properties.put(Constants.SERVICE_DESCRIPTION, device.toString());
        properties.put(DEVICE, device.path());
        properties.put(DRIVER, device.driver());
        properties.put(CARD, device.card());
        properties.put(LIMITS, device.sizes().toString());
        ServiceRegistration<EncoderFactory> made;
        try {
            made = context.registerService(EncoderFactory.class, factories.apply(device), properties);
        } catch (IllegalStateException e) {
            LOG.debug("The bundle stopped before {} was there", device);
            return;
        }
        synchronized (this) {
            if (active) {
                registered.put(device, made);
                LOG.info("Encoder {} is there: {}, driver {}, {}", NAME, device, device.driver(), device.sizes());
                return;
            }
        }
        made.unregister();
    }

    private void unregister(EncoderDevice device) {
        ServiceRegistration<EncoderFactory> mine;
        synchronized (this) {
            mine = registered.remove(device);
        }
        if (mine != null) {
            mine.unregister();
        }
    }

    /** Takes the factories back; encoders that are open stay so until their owners close them. */
    @Override
    public void close() {
        synchronized (this) {
            active = false;
        }
        known().forEach(this::unregister);
    }
}
