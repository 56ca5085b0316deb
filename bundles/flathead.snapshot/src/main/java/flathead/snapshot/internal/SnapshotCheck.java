package flathead.snapshot.internal;

import flathead.api.SettingsCheck;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Judges the settings of the snapshots before they are written. */
@Component(property = SettingsCheck.PID + "=" + SnapshotService.PID)
public final class SnapshotCheck implements SettingsCheck {
    /** As a component. */
    @Activate
    public SnapshotCheck() {
    }

    @Override
    public Optional<String> refusal(String pid, Map<String, ?> settings) {
        try {
            SnapshotSettings.of(settings);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(SnapshotService.PID + ": " + e.getMessage());
        }
    }
}
