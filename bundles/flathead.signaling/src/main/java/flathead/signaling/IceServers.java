package flathead.signaling;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** The STUN and TURN servers that this runtime is configured with, as an OSGi service; on a LAN there are none. */
@ConsumerType
public interface IceServers {
    /** Those of now, for the next session. Any thread, cheap. */
    List<IceServer> list();
}
