package flathead.encoder.x264.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the encoder x264. It is off until somebody chooses it: whoever links to libx264 takes on its licence. */
@ObjectClassDefinition(name = "Flathead: encoder x264",
    description = "H.264 by the system's libx264, an alternative to openh264 where it is installed.")
@interface X264Config {
    /** Whether the library is looked for at all. */
    @AttributeDefinition(name = "Enabled", description = "Whether libx264 is looked for and offered as encoder x264."
        + " Its licence is the GPL; nothing of it comes with Flathead.")
    boolean enabled() default false;
}
