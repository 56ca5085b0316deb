package flathead.webrtc.libwebrtc.internal;

import flathead.api.SettingsCheck;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Judges the settings of this bundle before they are written. */
@Component(property = SettingsCheck.PID + "=" + LibwebrtcSettings.PID)
public final class LibwebrtcCheck implements SettingsCheck {
    /** As a component. */
    @Activate
    public LibwebrtcCheck() {
    }

    @Override
    public Optional<String> refusal(String pid, Map<String, ?> settings) {
        try {
            LibwebrtcSettings.read(settings);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        }
    }
}
