package flathead.config.internal;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Dictionary;
import java.util.Hashtable;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the framework knows of settings: forms, initial values, stored configurations. Any thread. */
final class Framework {
    private static final Logger LOG = LoggerFactory.getLogger(Framework.class);

    private final BundleContext context;
    private final ConfigurationAdmin admin;

    Framework(BundleContext context, ConfigurationAdmin admin) {
        this.context = context;
        this.admin = admin;
    }

    /** A file in this runtime's own folder. */
    Path file(String name) {
        return Path.of(context.getProperty(Constants.FRAMEWORK_STORAGE), name);
    }

    /** The initial values that this runtime was started with. */
    ConfigFile initial() {
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

    /** The forms of all bundles that are installed. */
    Forms forms() throws IOException {
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

    /** The properties of every configuration, placeholders as they are. */
    Map<String, SortedMap<String, Object>> stored() throws IOException {
        Map<String, SortedMap<String, Object>> stored = new TreeMap<>();
        for (Configuration each : find(null)) {
            SortedMap<String, Object> properties = new TreeMap<>();
            Dictionary<String, Object> now = each.getProperties();
            if (now != null) {
                Collections.list(now.keys()).forEach(name -> properties.put(name, now.get(name)));
            }
            stored.put(each.getPid(), properties);
        }
        return stored;
    }

    private List<Configuration> find(String filter) throws IOException {
        try {
            Configuration[] found = admin.listConfigurations(filter);
            return found == null ? List.of() : List.of(found);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes a configuration, or deletes it. */
    void write(Merge.Change change) throws IOException {
        if (change.properties() == null) {
            for (Configuration each : find("(" + Constants.SERVICE_PID + "=" + change.pid() + ")")) {
                each.delete();
            }
            return;
        }
        int tilde = change.pid().indexOf('~');
        Configuration configuration = tilde < 0 ? admin.getConfiguration(change.pid(), "?")
            : admin.getFactoryConfiguration(change.pid().substring(0, tilde), change.pid().substring(tilde + 1), "?");
        configuration.update(new Hashtable<>(change.properties()));
    }
}
