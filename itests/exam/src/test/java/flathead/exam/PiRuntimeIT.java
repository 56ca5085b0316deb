package flathead.exam;

import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;

/** The sending end. */
public class PiRuntimeIT extends ShippedRuntime {
    /** The bundles of {@code pi.jar}. */
    @Configuration
    public Option[] runtime() {
        return ExportedRuntime.of("pi");
    }
}
