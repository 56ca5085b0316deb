package flathead.shell.internal;

import flathead.api.Control;
import flathead.api.SettingsCheck;
import java.io.IOException;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** The cameras' configurations: found, judged and written. */
final class Settings {
    static final String FACTORY_PID = "flathead.camera";
    static final String ENCODER_TARGET = "encoder.target";
    static final String STREAM_PID = "flathead.stream";
    static final String DECODER_TARGET = "decoder.target";
    /** What every camera has; the camera stack's own controls are added to these. */
    static final List<String> NAMES = List.of("bitrate", "device", "enabled", ENCODER_TARGET, "fps", "height",
        "keyframe.interval", "source.target", "width");

    private static final Set<String> WHOLE = Set.of("bitrate", "fps", "height", "keyframe.interval", "width");

    private final ConfigurationAdmin admin;

    Settings(ConfigurationAdmin admin) {
        this.admin = admin;
    }

    /** Every configured camera by its name. */
    SortedMap<String, Configuration> cameras() throws IOException {
        return configured(FACTORY_PID);
    }

    private SortedMap<String, Configuration> configured(String factory) throws IOException {
        SortedMap<String, Configuration> found = new TreeMap<>();
        try {
            Configuration[] all = admin.listConfigurations("(service.factoryPid=" + factory + ")");
            for (Configuration each : all == null ? new Configuration[0] : all) {
                found.put(each.getPid().substring(factory.length() + 1), each);
            }
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
        return found;
    }

    Configuration camera(String name) throws Refusal, IOException {
        SortedMap<String, Configuration> cameras = cameras();
        Configuration found = cameras.get(name);
        if (found == null) {
            throw new Refusal("camera " + name + " is not known; allowed: "
                + (cameras.isEmpty() ? "none, no camera is configured here" : String.join(", ", cameras.keySet())));
        }
        return found;
    }

    boolean hasStream(String name) throws IOException {
        return configured(STREAM_PID).containsKey(name);
    }

    /** The configuration of a remote stream; made if there is none. */
    Configuration stream(String name) throws IOException {
        return admin.getFactoryConfiguration(STREAM_PID, name, "?");
    }

    /** The stored properties, placeholders as they are, without those that only the framework writes. */
    static Map<String, Object> stored(Configuration configuration) {
        Map<String, Object> stored = new HashMap<>();
        Dictionary<String, Object> properties = configuration.getProperties();
        if (properties != null) {
            Collections.list(properties.keys()).forEach(key -> stored.put(key, properties.get(key)));
        }
        return stored;
    }

    /**
     * Writes what has changed, or nothing if it is refused.
     *
     * @param changes by name; an empty text takes the setting away, so that it has its default
     * @param controls what the running camera has, for the types of its own settings
     * @param checks who judges, by the PID that they judge
     * @return whether there was anything to write
     */
    static boolean write(Configuration configuration, Map<String, String> changes, List<Control> controls,
            Map<SettingsCheck, String> checks) throws Refusal, IOException {
        String pid = configuration.getPid();
        Map<String, Object> before = stored(configuration);
        Map<String, Object> after = new HashMap<>(before);
        for (Map.Entry<String, String> change : changes.entrySet()) {
            if (change.getValue().isEmpty()) {
                after.remove(change.getKey());
            } else {
                after.put(change.getKey(), typed(change.getKey(), change.getValue(), before, controls));
            }
        }
        Map<String, Object> judged = new HashMap<>(after);
        // What stands for a placeholder is known only when it is delivered, and judged then.
        judged.values().removeIf(value -> value.toString().contains("$["));
        Optional<String> refusal = checks.entrySet().stream().filter(each -> concerns(each.getValue(), pid))
            .map(each -> each.getKey().refusal(pid, judged)).flatMap(Optional::stream).findFirst();
        if (refusal.isPresent()) {
            throw new Refusal(refusal.get());
        }
        for (String name : changes.keySet()) {
            Object old = before.get(name);
            Object wanted = after.get(name);
            if (old != null && wanted != null && old.getClass() != wanted.getClass()
                    && !(old instanceof String)) {
                throw new Refusal(pid + ": " + name + " = " + wanted + " is refused; allowed: "
                    + (old instanceof Boolean ? "true or false" : "a number") + ", as it is now (" + old + ")");
            }
        }
        if (after.equals(before)) {
            return false;
        }
        configuration.update(new Hashtable<>(after));
        return true;
    }

    private static boolean concerns(String checked, String pid) {
        return checked.equals(pid) || pid.startsWith(checked + "~") || pid.startsWith(checked + ".");
    }

    /** As the setting is stored now, else as the camera or its form has it; a text if it cannot be read as that. */
    private static Object typed(String name, String value, Map<String, Object> stored, List<Control> controls) {
        Object now = stored.get(name);
        Control control = controls.stream().filter(each -> each.name().equals(name)).findFirst().orElse(null);
        try {
            if (now instanceof Integer || now == null && WHOLE.contains(name)) {
                return Integer.valueOf(value);
            } else if (now instanceof Long) {
                return Long.valueOf(value);
            } else if (now instanceof Double) {
                return Double.valueOf(value);
            } else if (now instanceof Float) {
                return Float.valueOf(value);
            } else if (now instanceof Boolean || now == null && name.equals("enabled")) {
                return flag(value);
            } else if (now == null && control != null) {
                return switch (control.type()) {
                    case INTEGER -> Integer.valueOf(value);
                    case NUMBER -> Double.valueOf(value);
                    case BOOLEAN -> flag(value);
                    default -> value;
                };
            }
        } catch (NumberFormatException e) {
            // Whoever has the rules refuses the text, and names the range.
        }
        return value;
    }

    private static Object flag(String value) {
        return value.equals("true") || value.equals("false") ? Boolean.valueOf(value) : value;
    }
}
