package flathead.config.internal;

import flathead.api.SettingsCheck;
import flathead.config.internal.YamlNode.Place;
import flathead.config.internal.YamlSettings.Fault;
import flathead.config.internal.YamlSettings.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Asks those who have the rules whether they would take what a file asks for, and finds the line if they would not. */
final class Judges {
    private final Map<SettingsCheck, String> checks;

    /**
     * Knows whom to ask.
     *
     * @param checks and the PID, or factory PID, that each judges
     */
    Judges(Map<SettingsCheck, String> checks) {
        this.checks = checks;
    }

    /**
     * Judges.
     *
     * @param changes that follow from the file
     * @param stored the properties of all configurations as they are now
     * @throws Refused if one of the changes would be refused
     */
    void judge(YamlSettings file, List<Merge.Change> changes, Map<String, ? extends Map<String, Object>> stored)
            throws Refused {
        List<Fault> faults = new ArrayList<>();
        for (Merge.Change change : changes) {
            if (change.properties() != null) {
                refusal(change.pid(), change.properties()).ifPresent(text -> faults.add(
                    new Fault(place(file, change, stored.get(change.pid()), text), text)));
            }
        }
        if (!faults.isEmpty()) {
            throw new Refused(faults);
        }
    }

    private Optional<String> refusal(String pid, Map<String, Object> properties) {
        Map<String, Object> judged = new TreeMap<>(properties);
        // What stands for a placeholder is known only when it is delivered, and judged then.
        judged.values().removeIf(value -> value.toString().contains("$["));
        return checks.entrySet().stream()
            .filter(each -> each.getValue().equals(pid) || pid.startsWith(each.getValue() + "~"))
            .map(each -> each.getKey().refusal(pid, judged)).flatMap(Optional::stream).findFirst();
    }

    /** The setting that is refused by itself for the same reason; else the first of that configuration. */
    private Place place(YamlSettings file, Merge.Change change, Map<String, Object> now, String text) {
        SortedMap<String, Setting> settings = file.byPid().getOrDefault(change.pid(), new TreeMap<>());
        for (Setting each : settings.values()) {
            Map<String, Object> alone = new TreeMap<>(now == null ? Map.of() : now);
            alone.put(each.name(), change.properties().get(each.name()));
            if (refusal(change.pid(), alone).equals(Optional.of(text))) {
                return each.place();
            }
        }
        return file.settings().stream().filter(each -> each.pid().equals(change.pid())).map(Setting::place).findFirst()
            .orElse(Place.START);
    }
}
