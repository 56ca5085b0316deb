package flathead.encoder.software.internal;

import flathead.api.MediaException;
import org.junit.jupiter.api.BeforeAll;

/** Decodes what the system's OpenH264 makes. */
class SystemDecodedTest extends DecodedContract {
    private static Engines engines;

    @BeforeAll
    static void load() throws MediaException {
        Libraries.avcodecOpenH264(); // for the decoder
        engines = TestEngines.system();
    }

    @Override
    Engines engines() {
        return engines;
    }

    @Override
    Engines others() throws MediaException {
        return Libraries.avcodecOpenH264();
    }
}
