package flathead.logging.internal;

import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Passes what the OSGi log service gets on to slf4j, under the name of the bundle that said it. */
final class OsgiLog implements LogListener {
    @Override
    public void logged(LogEntry entry) {
        Logger log = LoggerFactory.getLogger(entry.getBundle() == null ? "osgi" : entry.getBundle().getSymbolicName());
        log.atLevel(level(entry)).setCause(entry.getException()).log(entry.getMessage());
    }

    private static Level level(LogEntry entry) {
        return switch (entry.getLogLevel()) {
            case AUDIT, ERROR -> Level.ERROR;
            case WARN -> Level.WARN;
            // The framework tells each bundle's and service's coming and going as information.
            case INFO -> Level.DEBUG;
            default -> Level.TRACE;
        };
    }
}
