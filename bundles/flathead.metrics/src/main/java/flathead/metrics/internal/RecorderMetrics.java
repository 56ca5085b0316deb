package flathead.metrics.internal;

import flathead.api.RecordedFile;
import flathead.api.Recorder;
import flathead.api.RecordingStatus;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.List;
import java.util.Locale;

/** What a recorder tells. Its counters are those of a recording, and begin anew with the next. */
final class RecorderMetrics {
    private static final String PREFIX = "flathead_recording_";

    private RecorderMetrics() {
    }

    static void add(Families to, Recorder recorder) {
        for (RecordingStatus status : recorder.status()) {
            Labels stream = Labels.of("stream", status.stream());
            for (RecordingStatus.State each : RecordingStatus.State.values()) {
                to.gauge(PREFIX + "state", "1 for the state in which a recording is.",
                    stream.add("state", each.name().toLowerCase(Locale.ROOT)), each == status.state() ? 1 : 0);
            }
            to.count(PREFIX + "written_bytes", "In the files of a recording.", stream, status.bytes());
            to.count(PREFIX + "segments", "Files of a recording, with the one that is being written.", stream,
                status.segments());
        }
        List<RecordedFile> files = recorder.files();
        to.gauge(PREFIX + "files", "Finished files that are kept.", Labels.EMPTY, files.size());
        to.gauge(PREFIX + "files_size_bytes", "In the finished files that are kept.", Labels.EMPTY,
            files.stream().mapToLong(RecordedFile::bytes).sum());
    }
}
