package flathead.frames.internal;

import flathead.api.FrameConsumer;
import flathead.api.VideoSink;
import flathead.testkit.VideoSinkContract;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

class FramesContractTest extends VideoSinkContract {
    private final FramesSink sink = new FramesSink();

    FramesContractTest() {
        sink.addConsumer((stream, frame) -> { }, Map.of(FrameConsumer.NAME, "quick"));
    }

    @AfterEach
    void end() {
        sink.deactivate();
    }

    @Override
    protected VideoSink sink() {
        return sink;
    }
}
