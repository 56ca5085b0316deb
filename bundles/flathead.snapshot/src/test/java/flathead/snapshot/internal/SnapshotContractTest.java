package flathead.snapshot.internal;

import flathead.api.VideoSink;
import flathead.testkit.VideoSinkContract;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

class SnapshotContractTest extends VideoSinkContract {
    private final SnapshotService service = new SnapshotService(null, Map.of());

    @AfterEach
    void end() {
        service.deactivate();
    }

    @Override
    protected VideoSink sink() {
        return service;
    }
}
