package flathead.pipeline.internal;

import flathead.api.SettingsCheck;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Judges the configurations of remote streams. */
@Component(property = SettingsCheck.PID + "=" + StreamSettings.FACTORY_PID)
public final class StreamCheck implements SettingsCheck {
    /** Its rules hold for any stream. */
    @Activate
    public StreamCheck() {
    }

    @Override
    public Optional<String> refusal(String pid, Map<String, ?> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("service.pid", pid);
        try {
            StreamSettings.decoder(all);
            return Optional.empty();
        } catch (CameraSettings.Refused e) {
            return Optional.of(e.getMessage());
        }
    }
}
