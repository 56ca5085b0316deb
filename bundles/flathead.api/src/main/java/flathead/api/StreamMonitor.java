package flathead.api;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Tells how a stream of this runtime fares; an OSGi service that is there while its pipeline is. */
@ProviderType
public interface StreamMonitor {
    /** As of now. Any thread, cheap. */
    StreamStatus status();

    /** The settings that the open camera has; empty if none is open, or the stream comes from elsewhere. Any thread. */
    default List<Control> controls() {
        return List.of();
    }
}
