package flathead.signaling.whip.server.internal;

import flathead.api.SettingsCheck;
import flathead.signaling.wish.Settings;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Judges the settings of the ingest before they are written. */
@Component(property = SettingsCheck.PID + "=" + WhipServlet.PID)
public final class ServerCheck implements SettingsCheck {
    /** As a component. */
    @Activate
    public ServerCheck() {
    }

    @Override
    public Optional<String> refusal(String pid, Map<String, ?> settings) {
        try {
            Settings.of(WhipServlet.PID, settings);
            return Optional.empty();
        } catch (Settings.RefusedSetting e) {
            return Optional.of(e.getMessage());
        }
    }
}
