package flathead.encoder.v4l2.internal;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for devices, and again whenever one comes, goes or is made accessible, in a thread of its own. It watches
 * the folder of the device files, since not every system has udev; and waits until that is quiet, since a driver that
 * comes brings several files, whose rights follow a moment later.
 */
final class DeviceWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeviceWatch.class);
    private static final long QUIET_MILLIS = 200;
    /** A folder that is never quiet is looked at nevertheless. */
    private static final int MOST_QUIETS = 10;

    private final Path folder;
    private final Runnable look;
    private volatile boolean closed;
    private volatile WatchService watcher;

    /**
     * Starts.
     *
     * @param folder {@code /dev}
     * @param look looks at the devices; called by one thread
     */
    DeviceWatch(Path folder, Runnable look) {
        this.folder = folder;
        this.look = look;
        Thread thread = new Thread(this::run, "flathead-v4l2-watch");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try (WatchService service = folder.getFileSystem().newWatchService()) {
            watcher = service;
            if (closed) {
                return;
            }
            WatchKey key = folder.register(service, StandardWatchEventKinds.ENTRY_CREATE,
                StandardWatchEventKinds.ENTRY_DELETE, StandardWatchEventKinds.ENTRY_MODIFY);
            look.run();
            while (key.isValid()) {
                service.take();
                if (concerns(key)) {
                    awaitQuiet(service, key);
                    look.run();
                }
            }
        } catch (ClosedWatchServiceException e) {
            LOG.debug("Devices are not watched any more");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.warn("{} cannot be watched ({}): an encoder that is plugged in later is not seen", folder,
                e.getMessage());
            if (!closed) {
                look.run();
            }
        }
    }

    private void awaitQuiet(WatchService service, WatchKey key) throws InterruptedException {
        for (int i = 0; i < MOST_QUIETS && service.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS) != null; i++) {
            concerns(key);
        }
    }

    private static boolean concerns(WatchKey key) {
        boolean any = false;
        for (WatchEvent<?> event : key.pollEvents()) {
            any |= event.context() == null || LinuxNodes.names(event.context().toString());
        }
        key.reset();
        return any;
    }

    /** Ends it; does not wait. */
    @Override
    public void close() {
        closed = true;
        WatchService service = watcher;
        if (service != null) {
            try {
                service.close();
            } catch (IOException e) {
                LOG.debug("The watch of {} did not close", folder, e);
            }
        }
    }
}
