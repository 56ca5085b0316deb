package flathead.encoder.faulty.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** How the faulty encoder misbehaves. */
@ObjectClassDefinition(name = "Flathead: faulty encoder", description = "For tests: breaks as it is told.")
@interface FaultyConfig {
    /** See {@link Fault}; for encoders opened from now on. */
    @AttributeDefinition(name = "Fault", description = "NONE, THROW, OPEN, HANG, DRAIN or SILENT.")
    Fault fault() default Fault.NONE;

    /** The picture, counted from the opening, at which it does. */
    @AttributeDefinition(name = "After", description = "Pictures that are encoded well before it breaks.")
    int after() default 5;

    /** Among all encoders. */
    @AttributeDefinition(name = "Ranking", description = "Its service.ranking; the highest is used.")
    int service_ranking() default 1_000;
}
