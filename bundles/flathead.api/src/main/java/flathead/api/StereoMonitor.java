package flathead.api;

import org.osgi.annotation.versioning.ProviderType;

/** Tells how the pictures of two streams fit together; an OSGi service that is there while they are paired. */
@ProviderType
public interface StereoMonitor {
    /** As of now. Any thread, cheap. */
    StereoStatus status();
}
