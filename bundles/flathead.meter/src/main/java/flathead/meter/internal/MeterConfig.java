package flathead.meter.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the meter. */
@ObjectClassDefinition(name = "Flathead: meter", description = "Counts decoded pictures and reads their latency.")
@interface MeterConfig {
    /** Path of the CSV file that every stamp is appended to; empty for none. */
    @AttributeDefinition(name = "Record to", required = false, description = "Path of a CSV file in a directory that"
        + " exists; each picture with a stamp appends stream, nanoTime, latency_ms, counter. Empty: no recording.")
    String record() default "";

    /** Whether pictures are wanted. */
    @AttributeDefinition(name = "Pictures", description = "Whether pictures are measured. If not, none are asked for,"
        + " and a stream that comes encoded is decoded only where somebody else wants that.")
    boolean pictures() default true;
}
