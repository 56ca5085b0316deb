package flathead.encoder.software.internal;

import flathead.api.MediaException;
import flathead.encoder.engine.Engines;
import org.junit.jupiter.api.Assumptions;

/** The engines that this machine has. */
final class TestEngines {
    private TestEngines() {
    }

    /** The system's OpenH264; the test is skipped, saying so, where there is none. */
    static Engines system() {
        try {
            Engines engines = Libraries.openH264();
            Assumptions.assumeTrue(engines instanceof SystemOpenH264,
                "no libopenh264 on this system: apt install libopenh264-7");
            return engines;
        } catch (MediaException e) {
            throw new AssertionError(e);
        }
    }
}
