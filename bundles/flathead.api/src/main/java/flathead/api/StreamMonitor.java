package flathead.api;

import org.osgi.annotation.versioning.ProviderType;

/** Tells how a stream of this runtime fares; an OSGi service that is there while its pipeline is. */
@ProviderType
public interface StreamMonitor {
    /** As of now. Any thread, cheap. */
    StreamStatus status();
}
