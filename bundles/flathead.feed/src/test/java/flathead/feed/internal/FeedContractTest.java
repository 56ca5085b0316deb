package flathead.feed.internal;

import flathead.api.VideoSink;
import flathead.testkit.Await;
import flathead.testkit.VideoSinkContract;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** With a program that wants every camera. */
class FeedContractTest extends VideoSinkContract {
    private Rig rig;
    private Program program;

    @BeforeEach
    void begin() throws Exception {
        rig = new Rig();
        program = new Program(rig.socket(), true);
        program.say("camera *");
        VideoSink.Outlet probe = rig.open("probe", format());
        Await.until("the wish is heard", () -> !rig.paused("probe"));
        probe.close();
    }

    @AfterEach
    void end() throws IOException {
        program.close();
        rig.close();
    }

    @Override
    protected VideoSink sink() {
        return rig.feed;
    }
}
