package flathead.console.internal;

import flathead.api.MediaException;
import flathead.api.Recorder;
import flathead.api.RecordingStatus;
import flathead.api.StreamStatus;
import flathead.api.VideoSink;
import jakarta.json.Json;
import jakarta.json.JsonValue;
import java.util.Locale;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** What is recorded of the streams, where a recorder runs. Any thread. */
@Component(service = Recordings.class)
public final class Recordings {
    private volatile Recorder recorder;

    /** As a component. */
    @Activate
    public Recordings() {
    }

    @Reference(name = "recorder", cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
        policyOption = ReferencePolicyOption.GREEDY, unbind = "removeRecorder")
    void putRecorder(Recorder came) {
        recorder = came;
    }

    void removeRecorder(Recorder gone) {
        if (recorder == gone) {
            recorder = null;
        }
    }

    /** Of one stream; null if its pictures do not go to a recorder. */
    JsonValue of(StreamStatus stream) {
        Recorder running = recorder;
        boolean goesThere = stream.outlets().stream().anyMatch(outlet -> outlet.role().equals(VideoSink.RECORD));
        Optional<RecordingStatus> status = running == null || !goesThere ? Optional.empty()
            : running.status(stream.id().name());
        return status.isEmpty() ? JsonValue.NULL : json(status.get());
    }

    private static JsonValue json(RecordingStatus status) {
        return Json.createObjectBuilder()
            .add("state", status.state().name().toLowerCase(Locale.ROOT))
            .add("continuous", status.continuous())
            .add("since", status.since() == null ? JsonValue.NULL
                : Json.createValue(status.since().toEpochMilli()))
            .add("now", System.currentTimeMillis())
            .add("bytes", status.bytes())
            .add("segments", status.segments())
            .add("file", status.file() == null ? JsonValue.NULL : Json.createValue(status.file().toString()))
            .add("error", status.lastError())
            .build();
    }

    /**
     * Starts or ends the recording of a stream.
     *
     * @return why not, in one line; empty if it is done
     */
    Optional<String> change(String stream, boolean record) {
        Recorder running = recorder;
        if (running == null) {
            return Optional.of("nothing is recorded here: the bundle flathead.recorder does not run");
        }
        try {
            if (record) {
                running.start(stream);
            } else {
                running.stop(stream);
            }
            return Optional.empty();
        } catch (MediaException | IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        }
    }
}
