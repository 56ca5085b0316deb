package flathead.rest.internal;

import flathead.api.MediaException;
import flathead.api.RecordedFile;
import flathead.api.Recorder;
import flathead.api.RecordingStatus;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Starts and stops recordings, and hands out what was recorded. A file is found by its name among those that the
 * recorder says it has; what a client says never becomes part of a path.
 */
final class Recordings {
    private final Services services;

    Recordings(Services services) {
        this.services = services;
    }

    private Recorder recorder() throws Problem {
        Recorder recorder = services.recorder();
        if (recorder == null) {
            throw new Problem(Problem.UNAVAILABLE, "recordings are made by the bundle flathead.recorder, which does not"
                + " run here");
        }
        return recorder;
    }

    Answer ofCamera(Call call, List<String> names) throws Problem {
        call.accepts(Answer.JSON);
        Recorder recorder = recorder();
        RecordingStatus status = recorder.status(names.get(0)).orElse(null);
        if (status == null) {
            throw Cameras.unknown("camera", names.get(0),
                recorder.status().stream().map(RecordingStatus::stream).toList());
        }
        return Answer.json(Answer.OK, status(status));
    }

    /** 201 if it begins with this, 200 if it goes on. */
    Answer start(Call call, List<String> names) throws Problem {
        call.accepts(Answer.JSON);
        Recorder recorder = recorder();
        boolean before = recorder.status(names.get(0)).map(RecordingStatus::state)
            .filter(state -> state == RecordingStatus.State.WAITING || state == RecordingStatus.State.RECORDING)
            .isPresent();
        try {
            JsonObject status = status(recorder.start(names.get(0)));
            return before ? Answer.json(Answer.OK, status) : Answer.json(Answer.CREATED, status)
                .with("Location", "/api/cameras/" + encoded(names.get(0)) + "/recording");
        } catch (IllegalArgumentException e) {
            throw new Problem(Problem.NOT_FOUND, e.getMessage());
        } catch (MediaException e) {
            throw new Problem(Problem.INSUFFICIENT_STORAGE, e.getMessage());
        }
    }

    /** Says the same however often it is asked. */
    Answer stop(Call call, List<String> names) throws Problem {
        call.accepts(Answer.JSON);
        try {
            return Answer.json(Answer.OK, status(recorder().stop(names.get(0))));
        } catch (IllegalArgumentException e) {
            throw new Problem(Problem.NOT_FOUND, e.getMessage());
        }
    }

    private static JsonObject status(RecordingStatus status) {
        JsonObjectBuilder json = Json.createObjectBuilder()
            .add("camera", status.stream())
            .add("state", status.state().name().toLowerCase(Locale.ROOT))
            .add("continuous", status.continuous())
            .add("file", status.file() == null ? JsonValue.NULL : Json.createValue(name(status.file())))
            .add("since", status.since() == null ? JsonValue.NULL : Json.createValue(status.since().toString()))
            .add("bytes", status.bytes())
            .add("segments", status.segments())
            .add("quality", status.quality() == null ? JsonValue.NULL
                : Json.createValue(status.quality().name().toLowerCase(Locale.ROOT)))
            .add("lastError", status.lastError().isEmpty() ? JsonValue.NULL : Json.createValue(status.lastError()));
        return json.build();
    }

    Answer all(Call call, List<String> names) throws Problem {
        call.accepts(Answer.JSON);
        JsonArrayBuilder list = Json.createArrayBuilder();
        for (RecordedFile file : recorder().files()) {
            String name = name(file.path());
            list.add(Json.createObjectBuilder()
                .add("name", name)
                .add("camera", file.stream())
                .add("start", file.start().toString())
                .add("seconds", seconds(file.duration()))
                .add("bytes", file.bytes())
                .add("url", "/api/recordings/" + encoded(name)));
        }
        return Answer.json(Answer.OK, Json.createObjectBuilder().add("recordings", list).build());
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    Answer file(Call call, List<String> names) throws Problem {
        List<RecordedFile> all = recorder().files();
        RecordedFile found = all.stream().filter(each -> name(each.path()).equals(names.get(0))).findFirst()
            .orElse(null);
        if (found == null) {
            throw new Problem(Problem.NOT_FOUND, "there is no recording of this name among " + all.size()
                + "; /api/recordings names them");
        }
        call.accepts(FileBody.MP4);
        try {
            long bytes = Files.size(found.path());
            String tag = '"' + Long.toHexString(bytes) + '-'
                + Long.toHexString(Files.getLastModifiedTime(found.path()).toMillis()) + '"';
            return FileBody.answer(call, found.path(), bytes, tag).with("Content-Disposition",
                "attachment; filename*=UTF-8''" + encoded(name(found.path())));
        } catch (NoSuchFileException e) {
            throw new Problem(Problem.NOT_FOUND, "this recording made room for newer ones");
        } catch (IOException e) {
            throw new Problem(Problem.INTERNAL, "this recording cannot be read: " + e.getMessage());
        }
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
