package flathead.source.libcamera.internal;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import flathead.testkit.InGuest;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** On a camera: the kernel's vimc, in a guest. */
class GuestTest {
    private static final int LIMIT_SECONDS = 280;

    @TestFactory
    Stream<DynamicTest> virtualCamerasAndVimcOfANewerLibcamera() throws Exception {
        return InGuest.testsIn("sid", Path.of("src/test/resources/virtual.yaml"), LIMIT_SECONDS, VirtualContract.class,
            VimcCapture.class);
    }

    @TestFactory
    Stream<DynamicTest> vimc() throws Exception {
        try {
            Shim.make();
        } catch (Shim.Missing e) {
            assumeTrue(false, e.getMessage());
        }
        return InGuest.tests(LIMIT_SECONDS, VimcCapture.class, VimcContract.class);
    }
}
