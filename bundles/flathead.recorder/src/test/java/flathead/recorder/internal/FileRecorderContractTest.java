package flathead.recorder.internal;

import flathead.api.VideoSink;
import flathead.testkit.VideoSinkContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** While nothing is recorded. */
class FileRecorderContractTest extends VideoSinkContract {
    @TempDir
    private Path place;
    private VideoSink sink;

    @Override
    protected VideoSink sink() {
        if (sink == null) {
            sink = new FileRecorder(place, Disk::create);
        }
        return sink;
    }
}
