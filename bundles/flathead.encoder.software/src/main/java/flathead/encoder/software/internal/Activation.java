package flathead.encoder.software.internal;

import flathead.encoder.engine.Registrations;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.event.Level;

/**
 * Loads the native libraries in the background and then registers an {@link flathead.api.EncoderFactory} for what
 * works: OpenH264, and VideoToolbox before it on macOS.
 */
@Component(immediate = true, service = {})
public final class Activation {
    private final Registrations registrations;

    /** Returns at once. */
    @Activate
    public Activation(BundleContext context) {
        registrations = new Registrations(context);
        registrations.start(this::load);
    }

    private void load() {
        if (Libraries.apple()) {
            registrations.add("videotoolbox", "true", 0, Level.WARN, Libraries::videoToolbox);
            registrations.add("openh264", "false", -1, Level.WARN, Libraries::openH264);
        } else {
            registrations.add("openh264", "false", 0, Level.WARN, Libraries::openH264);
        }
    }

    /** Takes the factories back; encoders that are open stay so until their owners close them. */
    @Deactivate
    public void deactivate() {
        registrations.close();
    }
}
