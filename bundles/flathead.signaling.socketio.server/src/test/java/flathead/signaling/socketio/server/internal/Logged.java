package flathead.signaling.socketio.server.internal;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What is logged while it is open. */
final class Logged extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private final Logger logger = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();

    Logged() {
        setContext(logger.getLoggerContext());
        start();
        logger.addAppender(this);
    }

    @Override
    protected void append(ILoggingEvent event) {
        event.getFormattedMessage();
        events.add(event);
    }

    List<String> at(Level level) {
        return events.stream().filter(each -> each.getLevel() == level).map(ILoggingEvent::getFormattedMessage)
            .toList();
    }

    List<String> all() {
        return events.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    long withStackTrace() {
        return events.stream().filter(each -> each.getThrowableProxy() != null).count();
    }

    @Override
    public void close() {
        logger.detachAppender(this);
    }
}
