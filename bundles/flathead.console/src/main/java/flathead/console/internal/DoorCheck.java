package flathead.console.internal;

import flathead.api.SettingsCheck;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Judges the console's settings before they are written. Apart from the {@link Door}, which hashes a password while it
 * is activated: who asks for all checks at that moment should not wait for it.
 */
@Component(property = SettingsCheck.PID + "=" + Door.PID)
public final class DoorCheck implements SettingsCheck {
    /** As a component. */
    @Activate
    public DoorCheck() {
    }

    @Override
    public Optional<String> refusal(String pid, Map<String, ?> settings) {
        Object password = settings.get("password");
        return password == null || password.toString().isEmpty() ? Optional.empty()
            : PasswordRule.refusal(Door.PID + ": password", password.toString());
    }
}
