package flathead.itests;

import flathead.testkit.InGuest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIf;

/** The demo's runtime with cameras of the kernel, in a guest. */
class CameraIT {
    private static final int LIMIT_SECONDS = 400;

    static boolean hasLibcamera() throws IOException, InterruptedException {
        return InGuest.isBuilt() && Stream.of("/usr/include/libcamera", "/usr/local/include/libcamera")
            .anyMatch(headers -> Files.exists(Path.of(headers)));
    }

    @TestFactory
    @EnabledIf(value = "hasLibcamera", disabledReason = InGuest.WITHOUT
        + "; or there is no libcamera, which ./flathead setup camera installs")
    Stream<DynamicTest> vimc() throws Exception {
        return new InGuest("camera", LIMIT_SECONDS).withThisLibcamera().run(CameraJob.class);
    }

    @TestFactory
    @EnabledIf(value = "flathead.testkit.InGuest#hasDebian",
        disabledReason = "left to ./flathead test --long, for which guest/debian makes another Debian")
    Stream<DynamicTest> twoVirtualCamerasArePaired() throws Exception {
        return new InGuest("stereo", LIMIT_SECONDS)
            .inDebian(Path.of("../bundles/flathead.source.libcamera/src/test/resources/virtual.yaml"))
            .run(StereoJob.class);
    }
}
