package flathead.keep.internal;

import java.io.IOException;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops those bundles again that were stopped when the runtime ended. It starts below all that streams, so that they
 * have done nothing by then. The framework remembers a stop by itself, but the launcher starts every bundle at each
 * launch.
 */
public final class Activator implements BundleActivator, SynchronousBundleListener {
    private static final Logger LOG = LoggerFactory.getLogger(Activator.class);

    private StoppedFile stopped;

    @Override
    public void start(BundleContext context) throws IOException {
        stopped = new StoppedFile(context.getDataFile("stopped").toPath());
        Set<String> names = stopped.names();
        for (Bundle bundle : context.getBundles()) {
            if (names.contains(bundle.getSymbolicName()) && bundle.getBundleId() != 0) {
                stop(bundle);
            }
        }
        context.addBundleListener(this);
    }

    private static void stop(Bundle bundle) {
        try {
            bundle.stop();
            LOG.info("{} stays stopped, as it was when the runtime ended; starting it ends that",
                bundle.getSymbolicName());
        } catch (BundleException e) {
            LOG.warn("{} was stopped when the runtime ended, and cannot be stopped again: {}",
                bundle.getSymbolicName(), e.getMessage());
        }
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        Bundle bundle = event.getBundle();
        try {
            remember(event.getType(), bundle);
        } catch (IOException e) {
            LOG.warn("whether {} is stopped will not be known after a restart: {}", bundle.getSymbolicName(),
                e.getMessage());
        }
    }

    /** Synchronized, since bundles come and go in any thread. */
    private synchronized void remember(int type, Bundle bundle) throws IOException {
        switch (type) {
            case BundleEvent.STARTED, BundleEvent.UNINSTALLED -> stopped.remove(bundle.getSymbolicName());
            case BundleEvent.STOPPED -> {
                // A stop by the framework's end, by an update or by a refresh is not meant to last: autostart stays.
                if (!bundle.adapt(BundleStartLevel.class).isPersistentlyStarted()) {
                    stopped.add(bundle.getSymbolicName());
                }
            }
            default -> {
            }
        }
    }

    @Override
    public void stop(BundleContext context) {
        context.removeBundleListener(this);
    }
}
