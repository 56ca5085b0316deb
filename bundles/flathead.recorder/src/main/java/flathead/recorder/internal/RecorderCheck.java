package flathead.recorder.internal;

import flathead.api.SettingsCheck;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Judges the recorder's settings before they are written; makes no folder. */
@Component(property = SettingsCheck.PID + "=" + Settings.PID)
public final class RecorderCheck implements SettingsCheck {
    /** As a component. */
    @Activate
    public RecorderCheck() {
    }

    @Override
    public Optional<String> refusal(String pid, Map<String, ?> settings) {
        try {
            String directory = Settings.of(settings).directory();
            return directory.isEmpty() || Disk.canBeWritten(Path.of(directory)) ? Optional.empty()
                : Optional.of(new Settings.RefusedSetting("directory", directory, "a folder that is there or can be"
                    + " made, and can be written").getMessage());
        } catch (Settings.RefusedSetting e) {
            return Optional.of(e.getMessage());
        }
    }
}
