package flathead.config.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps {@value #FILE} in the runtime's folder: first a line that says whether the runtime runs, then the table. It is
 * written whole or not at all, at the start, at every change of a configuration and at the end.
 */
@Component(service = ConfigurationListener.class, immediate = true)
public final class Recorder implements ConfigurationListener {
    /** The name of the file in the framework's storage. */
    static final String FILE = "settings.txt";

    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);

    private final Framework framework;
    private final Path file;
    private final Instant started = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final ConfigFile initial;
    private final FileViews views;

    /** Writes the first table. */
    @Activate
    public Recorder(BundleContext context, @Reference ConfigurationAdmin admin, @Reference FileViews views) {
        this.views = views;
        framework = new Framework(context, admin);
        file = framework.file(FILE);
        // Read once: what the file says later is not what this runtime started with.
        initial = framework.initial();
        views.onChange(() -> write(true));
        write(true);
    }

    @Override
    public void configurationEvent(ConfigurationEvent event) {
        write(true);
    }

    /** Says that the runtime has ended. */
    @Deactivate
    public void deactivate() {
        views.onChange(() -> { });
        write(false);
    }

    private synchronized void write(boolean runs) {
        try {
            Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
            String head = runs ? "runs " + ProcessHandle.current().pid() + " " + started : "ended 0 " + now;
            FileView view = views.get();
            Map<String, SortedMap<String, String>> stored = new TreeMap<>();
            framework.stored().forEach((pid, properties) -> stored.put(pid, Texts.of(properties)));
            List<Row> rows = new Effective(framework.forms(), initial, view, System::getenv).of(stored);
            Path fresh = file.resolveSibling(FILE + ".new");
            Files.writeString(fresh, head + "\n" + Row.table(rows)
                + view.note("What that file had when it was last good is in force."));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | IllegalStateException e) {
            LOG.warn("the settings in force cannot be written to {}: {}", file, e.getMessage());
        }
    }
}
