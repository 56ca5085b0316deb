package flathead.exam;

import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;

/** The receiving end. */
public class ServerRuntimeIT extends ShippedRuntime {
    /** The bundles of {@code server.jar}. */
    @Configuration
    public Option[] runtime() {
        return ExportedRuntime.of("server");
    }
}
