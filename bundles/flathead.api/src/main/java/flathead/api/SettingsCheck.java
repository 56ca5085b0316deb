package flathead.api;

import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Says whether a configuration would be taken, before it is written: ConfigurationAdmin itself cannot refuse one. An
 * OSGi service of whoever owns the rules.
 */
@ConsumerType
public interface SettingsCheck {
    /** Service property: the PID that it judges; or a factory PID, for all configurations of that factory. */
    String PID = "flathead.pid";

    /**
     * Judges a configuration. Any thread, cheap.
     *
     * @param pid whose configuration
     * @param settings all of its properties; one that is not there has its default
     * @return why it is refused, naming PID, property, value and what is allowed in one line; empty if it is taken
     */
    Optional<String> refusal(String pid, Map<String, ?> settings);
}
