package flathead.config.internal;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Array;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
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

    private final BundleContext context;
    private final ConfigurationAdmin admin;
    private final Path file;
    private final Instant started = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final ConfigFile initial;

    /** Writes the first table. */
    @Activate
    public Recorder(BundleContext context, @Reference ConfigurationAdmin admin) {
        this.context = context;
        this.admin = admin;
        file = Path.of(context.getProperty(Constants.FRAMEWORK_STORAGE), FILE);
        // Read once: what the file says later is not what this runtime started with.
        initial = initialFile();
        write(true);
    }

    private ConfigFile initialFile() {
        String where = context.getProperty("configurator.initial");
        try {
            if (where != null && where.startsWith("file:")) {
                URI uri = URI.create(where);
                return ConfigFile.read(uri.isOpaque() ? Path.of(uri.getSchemeSpecificPart()) : Path.of(uri));
            }
            LOG.warn("configurator.initial = {} is not a file: all settings will seem edited", where);
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("the initial settings cannot be read, all will seem edited: {}", e.getMessage());
        }
        return new ConfigFile("no file", new TreeMap<>());
    }

    @Override
    public void configurationEvent(ConfigurationEvent event) {
        write(true);
    }

    /** Says that the runtime has ended. */
    @Deactivate
    public void deactivate() {
        write(false);
    }

    private synchronized void write(boolean runs) {
        try {
            Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
            String head = runs ? "runs " + ProcessHandle.current().pid() + " " + started : "ended 0 " + now;
            List<Row> rows = new Effective(forms(), initial, System::getenv).of(stored());
            Path fresh = file.resolveSibling(FILE + ".new");
            Files.writeString(fresh, head + "\n" + Row.table(rows));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | IllegalStateException e) {
            LOG.warn("the settings in force cannot be written to {}: {}", file, e.getMessage());
        }
    }

    private Forms forms() throws IOException {
        Forms forms = new Forms();
        for (Bundle bundle : context.getBundles()) {
            var found = bundle.findEntries("OSGI-INF/metatype", "*.xml", false);
            for (URL form : found == null ? List.<URL>of() : Collections.list(found)) {
                try (InputStream in = form.openStream()) {
                    forms.add(in);
                }
            }
        }
        return forms;
    }

    private Map<String, SortedMap<String, String>> stored() throws IOException {
        Map<String, SortedMap<String, String>> stored = new TreeMap<>();
        try {
            Configuration[] found = admin.listConfigurations(null);
            for (Configuration each : found == null ? new Configuration[0] : found) {
                SortedMap<String, String> properties = new TreeMap<>();
                Dictionary<String, Object> now = each.getProperties();
                Collections.list(now.keys()).forEach(name -> properties.put(name, text(now.get(name))));
                stored.put(each.getPid(), properties);
            }
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
        return stored;
    }

    private static String text(Object value) {
        if (value.getClass().isArray()) {
            List<Object> all = new ArrayList<>();
            for (int i = 0; i < Array.getLength(value); i++) {
                all.add(Array.get(value, i));
            }
            return all.toString();
        }
        return value instanceof Collection<?> all ? new ArrayList<>(all).toString() : value.toString();
    }
}
