package flathead.config.internal;

import flathead.api.SettingsCheck;
import flathead.config.internal.FileWatch.Look;
import flathead.config.internal.YamlSettings.Refused;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lays the settings of a YAML file over those of this runtime: at the start, before it calls a server, and whenever the
 * file changes. All of the file is taken or, if anything in it is not allowed, nothing.
 *
 * <p>The file is read again every {@value #LOOK_MILLIS} ms by its path, on a thread of its own: that works wherever it
 * lies and however it is replaced, be it written in place, renamed, or reached through links that are changed.
 */
@Component(service = SettingsFile.class, immediate = true, configurationPid = SettingsFile.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = FileConfig.class)
public final class SettingsFile {
    static final String PID = "flathead.config";

    /** The name of the file in the framework's storage that remembers what was written. */
    static final String FILE = "from-file.properties";

    private static final Logger LOG = LoggerFactory.getLogger(SettingsFile.class);
    private static final long LOOK_MILLIS = 250;
    private static final long MAX_BYTES = 65_536;
    private static final String STAYS = "the last good content stays in force";

    private final Framework framework;
    private final FileViews views;
    private final ConfigFile initial;
    private final Path remembered;
    private final Map<SettingsCheck, String> checks = new ConcurrentHashMap<>();
    private final ScheduledExecutorService worker =
        Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "flathead-config"));
    private Applied applied;
    private FileWatch watch = new FileWatch();
    private Path path;
    private boolean server;
    private FileView view = FileView.NONE;

    /** Reads what an earlier run took from a file. */
    @Activate
    public SettingsFile(BundleContext context, @Reference ConfigurationAdmin admin, @Reference FileViews views) {
        this.views = views;
        framework = new Framework(context, admin);
        initial = framework.initial();
        remembered = framework.file(FILE);
        try {
            applied = Applied.read(remembered);
        } catch (IOException e) {
            LOG.warn("what an earlier run took from a file cannot be read, and stays: {}", e.getMessage());
            applied = Applied.nothing();
        }
    }

    @Reference(name = "check", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
        policyOption = ReferencePolicyOption.GREEDY, unbind = "removeCheck")
    void addCheck(SettingsCheck check, Map<String, ?> properties) {
        checks.put(check, String.valueOf(properties.get(SettingsCheck.PID)));
    }

    void removeCheck(SettingsCheck check) {
        checks.remove(check);
    }

    /** Takes the file, and watches it from now on. */
    @Activate
    void start(FileConfig config) {
        configure(config);
        worker.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Takes another file, or none: what the one before had said is taken back. */
    @Modified
    synchronized void configure(FileConfig config) {
        String wanted = config.path().strip();
        path = wanted.isEmpty() ? null : Path.of(wanted);
        server = config.server();
        watch = new FileWatch();
        view = new FileView(wanted, YamlSettings.NONE, "");
        if (path == null) {
            take("");
        } else {
            look();
        }
    }

    /** Ends the watch; what was taken stays. */
    @Deactivate
    void stop() {
        worker.shutdownNow();
    }

    private synchronized void look() {
        if (path == null) {
            return;
        }
        Optional<Look> fresh = watch.see(read(path), System.nanoTime());
        if (fresh.isEmpty()) {
            return;
        }
        if (fresh.get().text() == null) {
            LOG.warn("{} cannot be read: {}; it is taken when it can", path, fresh.get().trouble());
            view = view.withTrouble(path + " cannot be read: " + fresh.get().trouble());
            views.put(view);
        } else {
            take(fresh.get().text());
        }
    }

    private static Look read(Path file) {
        try {
            if (!Files.exists(file)) {
                return Look.none("it is not there");
            } else if (!Files.isRegularFile(file)) {
                return Look.none("it is not a file");
            } else if (Files.size(file) > MAX_BYTES) {
                return Look.none("it has more than " + MAX_BYTES + " bytes");
            }
            return Look.at(Files.readString(file));
        } catch (CharacterCodingException e) {
            return Look.none("it is not UTF-8");
        } catch (IOException e) {
            return Look.none(e.toString());
        }
    }

    private void take(String text) {
        try {
            Forms forms = framework.forms();
            YamlSettings wanted = YamlSettings.read(text, forms, server);
            Map<String, SortedMap<String, Object>> stored = framework.stored();
            Merge.Result result = new Merge(forms, initial).of(wanted, applied, stored);
            new Judges(checks).judge(wanted, result.changes(), stored);
            write(result);
            view = new FileView(view.path(), wanted, "");
            wanted.unknown().forEach(each ->
                LOG.warn("{}, line {}: {} is not known, and is passed over", path, each.place().line(), each.text()));
            wanted.unused().forEach(each ->
                LOG.info("{}, line {}: {} has no effect here", path, each.place().line(), each.text()));
            if (path != null) {
                LOG.info("{}: {} settings of it are in force", path, wanted.settings().size());
            }
        } catch (Refused e) {
            e.faults().forEach(fault -> LOG.error("{}, {}; {}", path, fault, STAYS));
            view = view.withFaults(e);
        } catch (IOException | IllegalStateException e) {
            LOG.error("{} could not be taken: {}", path, e.toString());
        }
        views.put(view);
    }

    private void write(Merge.Result result) throws IOException {
        // First, so that nothing is forgotten if this ends in between; what was not written is then nobody's.
        result.applied().write(remembered);
        applied = result.applied();
        for (Merge.Change change : result.changes()) {
            framework.write(change);
        }
    }
}
