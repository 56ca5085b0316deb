package flathead.recorder.internal;

import flathead.api.VideoSink;
import flathead.testkit.VideoSinkContract;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** While everything is recorded. */
class RecordingContractTest extends VideoSinkContract {
    @TempDir
    private Path place;
    private VideoSink sink;

    @Override
    protected VideoSink sink() {
        if (sink == null) {
            FileRecorder recorder = new FileRecorder(place, Disk::create);
            recorder.apply(Map.of("cameras", "*"));
            sink = recorder;
        }
        return sink;
    }

    /** Each of its pictures is a keyframe and so a fragment, for which memory is had. */
    @Override
    protected boolean allocatesNothing() {
        return false;
    }
}
