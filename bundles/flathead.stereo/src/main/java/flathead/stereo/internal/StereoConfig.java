package flathead.stereo.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of a pair. */
@ObjectClassDefinition(name = "Flathead: stereo pair",
    description = "Pairs the pictures of two cameras of this runtime, and measures how far apart they are taken.")
@interface StereoConfig {
    /** Name of the camera that is the left eye. */
    @AttributeDefinition(name = "Left", description = "Name of the camera that is the left eye.")
    String left() default "left";

    /** Name of the camera that is the right eye. */
    @AttributeDefinition(name = "Right", description = "Name of the camera that is the right eye.")
    String right() default "right";
}
