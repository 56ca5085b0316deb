package flathead.signaling.whip.client.internal;

import flathead.api.SettingsCheck;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Judges the settings of WHIP servers before they are written. */
@Component(property = SettingsCheck.PID + "=" + Settings.PID)
public final class ClientCheck implements SettingsCheck {
    /** As a component. */
    @Activate
    public ClientCheck() {
    }

    @Override
    public Optional<String> refusal(String pid, Map<String, ?> settings) {
        try {
            Settings.of(settings);
            return Optional.empty();
        } catch (Settings.RefusedSetting e) {
            return Optional.of(e.getMessage());
        }
    }
}
