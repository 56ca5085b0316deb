package flathead.encoder.software.internal;

import flathead.api.MediaException;
import org.junit.jupiter.api.BeforeAll;

/** Decodes what libavcodec's OpenH264 makes. */
class AvcodecDecodedTest extends DecodedContract {
    private static Engines engines;

    @BeforeAll
    static void load() throws MediaException {
        engines = Libraries.avcodecOpenH264();
    }

    @Override
    Engines engines() {
        return engines;
    }

    @Override
    Engines others() {
        return TestEngines.system();
    }
}
