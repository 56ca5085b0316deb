package flathead.meter.internal;

import flathead.api.SettingsCheck;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Judges the meter's settings before they are written; opens and makes no file. */
@Component(property = SettingsCheck.PID + "=" + Meter.PID)
public final class MeterCheck implements SettingsCheck {
    /** As a component. */
    @Activate
    public MeterCheck() {
    }

    @Override
    public Optional<String> refusal(String pid, Map<String, ?> settings) {
        Object record = settings.get("record");
        String path = record == null ? "" : record.toString().strip();
        return path.isEmpty() || writable(path) ? Optional.empty()
            : Optional.of(Meter.PID + ": record = " + path + " is refused; allowed: the path of a file that can be"
                + " written in a directory that exists, or nothing");
    }

    private static boolean writable(String text) {
        try {
            Path file = Path.of(text).toAbsolutePath();
            Path directory = file.getParent();
            return Files.exists(file) ? !Files.isDirectory(file) && Files.isWritable(file)
                : directory != null && Files.isDirectory(directory) && Files.isWritable(directory);
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
