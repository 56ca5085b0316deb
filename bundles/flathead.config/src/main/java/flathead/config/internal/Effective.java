package flathead.config.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Finds out of the stored configurations, the file and the forms what is in force, and says of each why. */
final class Effective {
    private static final String HTTP = "org.apache.felix.http";
    private static final Pattern FRAMEWORKS = Pattern.compile("(service|felix|component|configurator)\\..*|:.*");
    private static final Pattern SECRET =
        Pattern.compile(".*(password|passwd|passphrase|secret|token|credential|hash|salt|private).*",
            Pattern.CASE_INSENSITIVE);

    private final Forms forms;
    private final ConfigFile file;
    private final FileView view;
    private final SortedMap<String, SortedMap<String, Setting>> asked;
    private final Merge merge;
    private final UnaryOperator<String> environment;

    /**
     * Knows where values come from.
     *
     * @param file the initial values
     * @param view what is laid over them
     * @param environment a variable's value, null if it is not set
     */
    Effective(Forms forms, ConfigFile file, FileView view, UnaryOperator<String> environment) {
        this.forms = forms;
        this.file = file;
        this.view = view;
        this.asked = view.settings().byPid();
        this.merge = new Merge(forms, file);
        this.environment = environment;
    }

    /** What the files would give. */
    List<Row> ofFiles() {
        Map<String, SortedMap<String, String>> stored = new TreeMap<>(file.values());
        Map<String, SortedMap<String, Object>> before = new TreeMap<>();
        stored.forEach((pid, properties) -> before.put(pid, new TreeMap<>(properties)));
        merge.of(view.settings(), Applied.nothing(), before).changes()
            .forEach(change -> stored.put(change.pid(), Texts.of(change.properties())));
        return of(stored);
    }

    /** All settings, by PID and name. {@code stored} has each PID's properties as texts, placeholders as they are. */
    List<Row> of(Map<String, ? extends Map<String, String>> stored) {
        SortedSet<String> pids = new TreeSet<>(forms.singletons());
        pids.addAll(stored.keySet());
        pids.addAll(file.values().keySet());
        List<Row> rows = new ArrayList<>();
        for (String pid : pids) {
            if (pid.startsWith("flathead.") || pid.equals(HTTP) || pid.startsWith(HTTP + "~")) {
                rows(pid, stored.containsKey(pid) ? stored.get(pid) : Map.of(), rows);
            }
        }
        return rows;
    }

    private void rows(String pid, Map<String, String> stored, List<Row> rows) {
        SortedMap<String, String> initial = view.settings().cameras().contains(pid) ? file.of(pid)
            : file.values().getOrDefault(pid, new TreeMap<>());
        SortedMap<String, Setting> wanted = asked.getOrDefault(pid, new TreeMap<>());
        SortedMap<String, String> defaults = forms.of(pid);
        Set<String> names = new TreeSet<>(defaults.keySet());
        names.addAll(initial.keySet());
        names.addAll(stored.keySet());
        for (String name : names) {
            if (!FRAMEWORKS.matcher(name).matches()) {
                String fallback = defaults.getOrDefault(name, "");
                String kept = stored.get(name);
                // A form that was saved stores what was left empty; that is no edit.
                boolean leftEmpty = kept != null && kept.isBlank() && fallback.isEmpty() && !initial.containsKey(name);
                rows.add(row(pid, name, leftEmpty ? null : kept, initial.get(name), fallback, wanted.get(name)));
            }
        }
    }

    private Row row(String pid, String name, String stored, String initial, String fallback, Setting setting) {
        boolean secret = forms.isSecret(pid, name) || SECRET.matcher(name).matches();
        String first = setting == null ? initial : merge.stored(setting).toString();
        String where = setting == null ? file.shown() : view.path() + ", line " + setting.place().line();
        String value = stored == null ? fallback : stored;
        Placeholders filled = Placeholders.fill(value, environment);
        String from;
        if (stored == null ? first != null : !stored.equals(first)) {
            from = "edited" + (first == null || secret ? "" : "; " + where + " has "
                + (setting == null ? Placeholders.fill(first, environment).text() : setting.value()));
        } else if (stored == null) {
            from = "default";
        } else if (!filled.set().isEmpty()) {
            from = "environment " + String.join(", ", filled.set())
                + (setting == null ? "" : "; " + where + " has " + setting.value());
        } else {
            from = where + (filled.unset().isEmpty() ? "" : " (" + String.join(", ", filled.unset()) + " not set)");
        }
        boolean hidden = (secret || filled.secret()) && !value.isEmpty();
        return new Row(pid, name, hidden ? "(not shown)" : plain(filled.text()), from);
    }

    /** A line stays a line. */
    private static String plain(String text) {
        return text.isEmpty() ? "-" : text.replaceAll("\\p{Cntrl}", " ");
    }
}
