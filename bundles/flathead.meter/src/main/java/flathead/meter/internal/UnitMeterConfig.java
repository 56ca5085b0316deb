package flathead.meter.internal;

import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** That it is configured is all there is to say. */
@ObjectClassDefinition(name = "Flathead: meter of encoded streams",
    description = "Counts access units as they come, without decoding, while this is configured.")
@interface UnitMeterConfig {
}
