package flathead.stereo.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Settings of a pair. */
@ObjectClassDefinition(name = "Flathead: stereo pair",
    description = "Pairs the pictures of two streams, and measures how far apart they are taken.")
@interface StereoConfig {
    @AttributeDefinition(name = "Left", description = "Name of the stream that is the left eye.")
    String left() default "left";

    @AttributeDefinition(name = "Right", description = "Name of the stream that is the right eye.")
    String right() default "right";

    @AttributeDefinition(name = "From", description = "Where both come from.", options = {
        @Option(label = "cameras of this runtime, else streams from elsewhere", value = "any"),
        @Option(label = "cameras of this runtime", value = "camera"),
        @Option(label = "streams from elsewhere", value = "remote")
    })
    String from() default "any";

    @AttributeDefinition(name = "Consumers", description = "LDAP filter that chooses who gets the pairs, such as "
        + "(flathead.stereo.consumer=depth). Empty: all.", required = false)
    String consumer_target() default "";
}
