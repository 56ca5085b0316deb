package flathead.session.internal;

import flathead.api.SettingsCheck;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Judges the settings of published streams and of ICE servers before they are written. */
@Component(property = {SettingsCheck.PID + "=" + Publisher.PID, SettingsCheck.PID + "=" + ConfiguredIceServer.PID})
public final class SessionCheck implements SettingsCheck {
    /** As a component. */
    @Activate
    public SessionCheck() {
    }

    @Override
    public Optional<String> refusal(String pid, Map<String, ?> settings) {
        try {
            if (pid.startsWith(ConfiguredIceServer.PID)) {
                ConfiguredIceServer.read(settings);
            } else {
                Publisher.read(settings);
                Acceptor.read(settings);
            }
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        }
    }
}
