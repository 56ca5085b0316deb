package flathead.encoder.faulty.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What the other source delivers. */
@ObjectClassDefinition(name = "Flathead: other source", description = "For tests: delivers another size.")
@interface OtherConfig {
    /** In pixels. */
    @AttributeDefinition(name = "Width", description = "Of its pictures, in pixels, whatever is asked for.")
    int width() default 320;

    /** In pixels. */
    @AttributeDefinition(name = "Height", description = "Of its pictures, in pixels, whatever is asked for.")
    int height() default 240;
}
