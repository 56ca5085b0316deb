package flathead.source.libcamera.internal;

import flathead.api.MediaException;
import flathead.testkit.InGuest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIf;

/** On cameras of a guest. */
class GuestTest {
    private static final int LIMIT_SECONDS = 280;

    /** Whether there is a guest, and a libcamera that the C interface can be compiled for. */
    static boolean hasLibcamera() throws IOException, InterruptedException {
        try {
            Shim.make();
            return InGuest.isBuilt();
        } catch (Shim.Missing e) {
            return false;
        } catch (MediaException e) {
            throw new AssertionError(e);
        }
    }

    @TestFactory
    @EnabledIf(value = "hasLibcamera", disabledReason = InGuest.WITHOUT
        + "; or there is no libcamera, which ./flathead setup camera installs")
    Stream<DynamicTest> vimc() throws Exception {
        return new InGuest("vimc", LIMIT_SECONDS).withThisLibcamera().run(VimcCapture.class, VimcContract.class);
    }

    @TestFactory
    @EnabledIf(value = "flathead.testkit.InGuest#hasDebian",
        disabledReason = "left to ./flathead test --long, for which guest/debian makes another Debian")
    Stream<DynamicTest> virtualCamerasAndVimcOfANewerLibcamera() throws Exception {
        return new InGuest("virtual", LIMIT_SECONDS).inDebian(Path.of("src/test/resources/virtual.yaml"))
            .run(VirtualContract.class, VimcCapture.class);
    }
}
