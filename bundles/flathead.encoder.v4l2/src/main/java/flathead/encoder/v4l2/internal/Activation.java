package flathead.encoder.v4l2.internal;

import java.nio.file.Path;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers an {@link flathead.api.EncoderFactory} for each device that encodes H.264, as long as it is there. Needs no
 * configuration; where there is no such device it says so once and does nothing.
 */
@Component(immediate = true, service = {})
public final class Activation {
    private static final Logger LOG = LoggerFactory.getLogger(Activation.class);

    private final Registry registry;
    private final DeviceWatch watch;

    /** Returns at once. */
    @Activate
    public Activation(BundleContext context) {
        this(context, System.getProperty("os.name"), Path.of("/dev"));
    }

    /** On another system, or one whose device files are elsewhere. */
    Activation(BundleContext context, String system, Path folder) {
        Nodes nodes = new LinuxNodes(folder);
        registry = new Registry(context, new Probe(nodes, Layout.H264),
            device -> new V4l2EncoderFactory(nodes, device));
        if ("Linux".equals(system)) {
            watch = new DeviceWatch(folder, this::look);
        } else {
            watch = null;
            LOG.debug("No V4L2 on {}", system);
        }
    }

    private void look() {
        try {
            registry.look();
        } catch (LinkageError e) {
            LOG.info("No hardware encoder: JNA, which talks to devices, does not work here: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("Looking for hardware encoders failed", e);
        }
    }

    /** Takes the factories back; encoders that are open stay so until their owners close them. */
    @Deactivate
    public void deactivate() {
        if (watch != null) {
            watch.close();
        }
        registry.close();
    }
}
