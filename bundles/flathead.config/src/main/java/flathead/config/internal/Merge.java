package flathead.config.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lays the settings of a file over the configurations that are stored. A key of the file wins over what is stored; what
 * the file does not name stays as it is; what it named before and does not any more is as in the initial values again,
 * unless somebody has changed it meanwhile. A value that the initial values take from the environment stays so: that of
 * the file is then what holds where the variable is not set.
 */
final class Merge {
    /** A value that is one placeholder of the environment, and what comes before its default. */
    private static final Pattern VARIABLE =
        Pattern.compile("(\\$\\[env:[A-Za-z0-9_]+(?:;type=[A-Za-z\\[\\]]+)?)(?:;default=[^;\\]$]*)?\\]");
    private static final Pattern UNSAFE_INSIDE = Pattern.compile("[;\\]$\\\\]");

    private final Forms forms;
    private final ConfigFile initial;

    /**
     * A configuration that has to be written.
     *
     * @param pid of it
     * @param properties all of them; null to delete it
     */
    record Change(String pid, SortedMap<String, Object> properties) {
    }

    /**
     * What is to be done.
     *
     * @param changes of configurations
     * @param applied what the file has then caused
     */
    record Result(List<Change> changes, Applied applied) {
    }

    Merge(Forms forms, ConfigFile initial) {
        this.forms = forms;
        this.initial = initial;
    }

    /**
     * Compares.
     *
     * @param wanted by the file
     * @param before what the file has caused so far
     * @param stored the properties of all configurations, placeholders as they are
     */
    Result of(YamlSettings wanted, Applied before, Map<String, ? extends Map<String, Object>> stored) {
        SortedMap<String, SortedMap<String, Setting>> settings = wanted.byPid();
        Set<String> pids = new TreeSet<>(settings.keySet());
        pids.addAll(wanted.cameras());
        pids.addAll(before.values().keySet());
        pids.addAll(before.made());
        List<Change> changes = new ArrayList<>();
        Applied applied = Applied.nothing();
        for (String pid : pids) {
            Map<String, Object> now = stored.get(pid);
            boolean named = settings.containsKey(pid) || wanted.cameras().contains(pid);
            if (!named && (now == null || before.made().contains(pid))) {
                if (now != null) {
                    changes.add(new Change(pid, null));
                }
                continue;
            }
            SortedMap<String, Object> next = now == null ? base(pid) : new TreeMap<>(now);
            SortedMap<String, Setting> ofPid = settings.getOrDefault(pid, new TreeMap<>());
            before.of(pid).forEach((name, text) -> takeBack(pid, name, text, ofPid, next));
            ofPid.forEach((name, setting) -> {
                next.put(name, stored(setting));
                applied.put(pid, name, next.get(name).toString());
            });
            if (before.made().contains(pid) || now == null && !initial.values().containsKey(pid)) {
                applied.made().add(pid);
            }
            if (now == null || !Texts.of(next).equals(Texts.of(now))) {
                changes.add(new Change(pid, next));
            }
        }
        return new Result(changes, applied);
    }

    /** What a configuration is that nobody has stored yet, typed. */
    private SortedMap<String, Object> base(String pid) {
        SortedMap<String, Object> base = new TreeMap<>();
        initial.of(pid).forEach((name, text) -> base.put(name, typed(pid, name, text)));
        return base;
    }

    private void takeBack(String pid, String name, String text, Map<String, Setting> wanted, Map<String, Object> next) {
        if (wanted.containsKey(name) || !text.equals(String.valueOf(next.get(name)))) {
            return;
        }
        String first = initial.of(pid).get(name);
        if (first == null) {
            next.remove(name);
        } else {
            next.put(name, typed(pid, name, first));
        }
    }

    private Object typed(String pid, String name, String text) {
        FormField field = forms.fields(pid).get(name);
        return field == null ? text : field.stored(text);
    }

    /** How a setting of the file is stored. */
    Object stored(Setting setting) {
        String first = initial.of(setting.pid()).getOrDefault(setting.name(), "");
        Matcher variable = VARIABLE.matcher(first);
        String text = setting.value().toString();
        return variable.matches() && !UNSAFE_INSIDE.matcher(text).find() ? variable.group(1) + ";default=" + text + "]"
            : setting.value();
    }
}
