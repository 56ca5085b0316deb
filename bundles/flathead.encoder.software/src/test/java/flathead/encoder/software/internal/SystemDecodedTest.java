package flathead.encoder.software.internal;

import flathead.api.EncoderFactory;
import flathead.api.MediaException;
import flathead.encoder.engine.SoftwareEncoderFactory;
import flathead.testkit.h264.DecodedContract;
import org.junit.jupiter.api.BeforeAll;

/** Decodes what the system's OpenH264 makes. */
class SystemDecodedTest extends DecodedContract {
    private static EncoderFactory factory;

    @BeforeAll
    static void load() throws MediaException {
        Libraries.avcodecOpenH264(); // for the decoder
        factory = new SoftwareEncoderFactory(TestEngines.system());
    }

    @Override
    protected EncoderFactory factory() {
        return factory;
    }

    @Override
    protected EncoderFactory other() throws MediaException {
        return new SoftwareEncoderFactory(Libraries.avcodecOpenH264());
    }
}
