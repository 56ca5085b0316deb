package flathead.recorder.internal;

import flathead.api.MediaException;
import flathead.api.RecordedFile;
import flathead.api.Recorder;
import flathead.api.RecordingStatus;
import java.util.Locale;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The command {@code flathead:record}: alone it tells what is recorded, {@code record left} starts and
 * {@code record left off} ends. Any thread.
 */
@Component(service = RecordCommand.class,
    property = {"osgi.command.scope=flathead", "osgi.command.function=record"})
public final class RecordCommand {
    private static final double MEGA = 1e6;
    private final Recorder recorder;

    /** As a component. */
    @Activate
    public RecordCommand(@Reference Recorder recorder) {
        this.recorder = recorder;
    }

    /** What is recorded, a line for each stream, and what there is in all. */
    public String record() {
        String streams = recorder.status().stream().map(RecordCommand::line).collect(Collectors.joining("\n"));
        return (streams.isEmpty() ? "there is no stream to record" : streams) + String.format(Locale.ROOT,
            "\n%d files, %.1f MB", recorder.files().size(),
            recorder.files().stream().mapToLong(RecordedFile::bytes).sum() / MEGA);
    }

    /** Starts. */
    public String record(String stream) {
        return record(stream, "on");
    }

    /** Starts or ends. */
    public String record(String stream, String how) {
        if (!how.equals("on") && !how.equals("off")) {
            return how + " is refused; allowed: on, off";
        }
        try {
            return line(how.equals("on") ? recorder.start(stream) : recorder.stop(stream));
        } catch (IllegalArgumentException | MediaException e) {
            return e.getMessage();
        }
    }

    private static String line(RecordingStatus now) {
        StringBuilder line = new StringBuilder(now.stream()).append(": ")
            .append(now.state().name().toLowerCase(Locale.ROOT));
        if (now.segments() > 0) {
            line.append(String.format(Locale.ROOT, ", since %s, %.1f MB in %d %s", now.since(), now.bytes() / MEGA,
                now.segments(), now.segments() == 1 ? "file" : "files"));
        }
        if (now.file() != null) {
            line.append(", now ").append(now.file());
        }
        return line.append(now.lastError().isEmpty() ? "" : "; " + now.lastError()).toString();
    }
}
