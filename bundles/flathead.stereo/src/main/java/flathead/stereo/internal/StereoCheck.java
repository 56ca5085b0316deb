package flathead.stereo.internal;

import flathead.api.SettingsCheck;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Judges the settings of a pair before they are written. */
@Component(property = SettingsCheck.PID + "=" + Stereo.PID)
public final class StereoCheck implements SettingsCheck {
    /** As a component. */
    @Activate
    public StereoCheck() {
    }

    @Override
    public Optional<String> refusal(String pid, Map<String, ?> settings) {
        try {
            PairSettings.of(pid, settings);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(pid + ": " + e.getMessage());
        }
    }
}
