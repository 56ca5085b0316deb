package flathead.shutdown.internal;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;

/**
 * Stops the framework when the process is told to end (SIGINT, SIGTERM): peers are told goodbye, native libraries are
 * taken down in their order, devices are closed. What has not ended by the deadline is left to the JVM.
 */
public final class Activator implements BundleActivator {
    private static final long DEADLINE_MILLIS = 1_500;

    private Thread hook;

    @Override
    public void start(BundleContext context) {
        Framework framework = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(Framework.class);
        hook = new Thread(() -> end(framework), "flathead-shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private static void end(Framework framework) {
        try {
            framework.stop();
            framework.waitForStop(DEADLINE_MILLIS);
            // libwebrtc complains on the standard output while the process unloads it. For the standard streams, the
            // JDK's close() redirects to the null device.
            System.out.close();
            System.err.close();
        } catch (BundleException e) {
            System.err.println("The framework did not stop: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void stop(BundleContext context) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // It is the hook that stops us.
        }
    }
}
