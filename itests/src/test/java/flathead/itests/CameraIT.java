package flathead.itests;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import flathead.testkit.InGuest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The demo's runtime with a camera of the kernel, in a guest. */
class CameraIT {
    @TestFactory
    Stream<DynamicTest> twoVirtualCamerasArePaired() throws Exception {
        return InGuest.testsIn("sid", Path.of("../bundles/flathead.source.libcamera/src/test/resources/virtual.yaml"),
            220, StereoJob.class);
    }

    @TestFactory
    Stream<DynamicTest> vimc() throws Exception {
        boolean there = Stream.of("/usr/include/libcamera", "/usr/local/include/libcamera")
            .anyMatch(headers -> Files.exists(Path.of(headers)));
        assumeTrue(there, "libcamera is not here; ./flathead setup camera installs it");
        return InGuest.tests(220, CameraJob.class);
    }
}
