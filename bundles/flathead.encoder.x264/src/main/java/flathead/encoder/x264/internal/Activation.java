package flathead.encoder.x264.internal;

import flathead.encoder.engine.Registrations;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.event.Level;

/**
 * Looks for libx264 in the background and registers an {@link flathead.api.EncoderFactory} if it works. It ranks below
 * every other encoder: an alternative to swap to, not a default.
 */
@Component(immediate = true, service = {}, configurationPid = "flathead.encoder.x264")
@Designate(ocd = X264Config.class)
public final class Activation {
    /** Below openh264's 0, and its -1 on macOS. */
    private static final int RANKING = -10;

    private final Registrations registrations;

    /** Returns at once. */
    @Activate
    public Activation(BundleContext context, X264Config config) {
        this(context, config.enabled(), X264::load);
    }

    /** That looks elsewhere. */
    Activation(BundleContext context, boolean enabled, Registrations.Source source) {
        registrations = new Registrations(context);
        if (enabled) {
            registrations.start(() -> registrations.add("x264", "false", RANKING, Level.INFO, source));
        }
    }

    /** Takes the factory back; encoders that are open stay so until their owners close them. */
    @Deactivate
    public void deactivate() {
        registrations.close();
    }
}
