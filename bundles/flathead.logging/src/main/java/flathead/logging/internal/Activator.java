package flathead.logging.internal;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.util.logging.Level;
import java.util.logging.LogManager;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.log.LogReaderService;
import org.osgi.util.tracker.ServiceTracker;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Started before all others, so that they say nothing on their own. */
public final class Activator implements BundleActivator {
    private static final String OWN_CONFIGURATION = "logback.configurationFile";

    private final OsgiLog osgiLog = new OsgiLog();
    private ServiceTracker<LogReaderService, LogReaderService> readers;

    @Override
    public void start(BundleContext context) throws JoranException {
        // Before anything else: libraries that use java.util.logging talk while they load.
        LogManager.getLogManager().getLogger("").setLevel(Level.WARNING);
        if (System.getProperty(OWN_CONFIGURATION) == null
                && LoggerFactory.getILoggerFactory() instanceof LoggerContext logback) {
            JoranConfigurator configurator = new JoranConfigurator();
            configurator.setContext(logback);
            logback.reset();
            configurator.doConfigure(Activator.class.getResource("logback.xml"));
        }
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        readers = new ServiceTracker<>(context, LogReaderService.class, null) {
            @Override
            public LogReaderService addingService(ServiceReference<LogReaderService> reference) {
                LogReaderService reader = super.addingService(reference);
                reader.addLogListener(osgiLog);
                return reader;
            }
        };
        readers.open();
    }

    @Override
    public void stop(BundleContext context) {
        readers.close();
        SLF4JBridgeHandler.uninstall();
    }
}
