package flathead.exam;

import flathead.api.StreamMonitor;
import flathead.api.StreamStatus;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;

/** What the services of a running framework tell. */
final class Services {
    private Services() {
    }

    /** All services of a type that are registered now. */
    static <T> Stream<T> of(BundleContext context, Class<T> type) {
        try {
            return context.getServiceReferences(type, null).stream().map(context::getService);
        } catch (InvalidSyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** How all streams fare, the cameras' and those that came from them. */
    static Stream<StreamStatus> streams(BundleContext context) {
        return of(context, StreamMonitor.class).map(StreamMonitor::status);
    }
}
