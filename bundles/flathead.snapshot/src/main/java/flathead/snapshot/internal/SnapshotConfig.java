package flathead.snapshot.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the snapshots. */
@ObjectClassDefinition(name = "Flathead: snapshots", description = "The newest picture of a camera as a JPEG.")
@interface SnapshotConfig {
    @AttributeDefinition(name = "Keep", min = "1", max = "86400", description = "Seconds for which a camera is"
        + " decoded after the last snapshot of it.")
    int keep() default SnapshotSettings.KEEP;

    @AttributeDefinition(name = "Patience", min = "100", max = "30000", description = "Milliseconds that a request"
        + " waits for a picture, at most.")
    int patience() default SnapshotSettings.PATIENCE;

    @AttributeDefinition(name = "Quality", min = "1", max = "100", description = "Of the JPEG.")
    int quality() default SnapshotSettings.QUALITY;
}
