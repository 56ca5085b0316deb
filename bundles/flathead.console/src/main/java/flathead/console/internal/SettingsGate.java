package flathead.console.internal;

import flathead.api.SettingsCheck;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.felix.webconsole.spi.ConfigurationHandler;
import org.apache.felix.webconsole.spi.ValidationException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Asks those who have the rules before the console writes a configuration; what they refuse is answered with their
 * message and not written.
 */
@Component(service = {ConfigurationHandler.class, SettingsGate.class})
public final class SettingsGate implements ConfigurationHandler {
    private final Map<SettingsCheck, String> checks = new ConcurrentHashMap<>();

    /** Knows no rules yet. */
    @Activate
    public SettingsGate() {
    }

    @Reference(name = "check", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
        policyOption = ReferencePolicyOption.GREEDY, unbind = "removeCheck")
    void addCheck(SettingsCheck check, Map<String, ?> properties) {
        checks.put(check, String.valueOf(properties.get(SettingsCheck.PID)));
    }

    void removeCheck(SettingsCheck check) {
        checks.remove(check);
    }

    /** The message of the first who refuses; empty if nobody does. */
    Optional<String> refusal(String factoryPid, String pid, Dictionary<String, Object> settings) {
        Map<String, Object> judged = new HashMap<>();
        for (String name : Collections.list(settings.keys())) {
            Object value = settings.get(name);
            // What stands for a placeholder is known only when it is delivered, and judged then.
            if (!String.valueOf(value).contains("$[")) {
                judged.put(name, value);
            }
        }
        return checks.entrySet().stream().filter(each -> concerns(each.getValue(), factoryPid, pid))
            .map(each -> each.getKey().refusal(pid, judged)).flatMap(Optional::stream).findFirst();
    }

    /** A factory's configurations are {@code factory~name}; those that the console makes are {@code factory.number}. */
    private static boolean concerns(String checked, String factoryPid, String pid) {
        return checked.equals(pid) || checked.equals(factoryPid) || pid.startsWith(checked + "~")
            || pid.startsWith(checked + ".");
    }

    @Override
    public void updateConfiguration(String factoryPid, String pid, Dictionary<String, Object> settings)
            throws ValidationException {
        Optional<String> refusal = refusal(factoryPid, pid, settings);
        if (refusal.isPresent()) {
            throw new ValidationException(refusal.get());
        }
        // A form cannot leave a text out. To the framework an empty filter is not "any" but a mistake that fits nobody.
        for (String name : Collections.list(settings.keys())) {
            if (name.endsWith(".target") && String.valueOf(settings.get(name)).isBlank()) {
                settings.remove(name);
            }
        }
    }

    @Override
    public void createConfiguration(String pid) {
    }

    @Override
    public void createFactoryConfiguration(String factoryPid, String name) {
    }

    @Override
    public void deleteConfiguration(String factoryPid, String pid) {
    }
}
