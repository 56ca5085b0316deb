package flathead.encoder.software.internal;

import flathead.api.EncoderFactory;
import flathead.api.MediaException;
import flathead.encoder.engine.SoftwareEncoderFactory;
import flathead.testkit.h264.DecodedContract;
import org.junit.jupiter.api.BeforeAll;

/** Decodes what libavcodec's OpenH264 makes. */
class AvcodecDecodedTest extends DecodedContract {
    private static EncoderFactory factory;

    @BeforeAll
    static void load() throws MediaException {
        factory = new SoftwareEncoderFactory(Libraries.avcodecOpenH264());
    }

    @Override
    protected EncoderFactory factory() {
        return factory;
    }

    @Override
    protected EncoderFactory other() {
        return new SoftwareEncoderFactory(TestEngines.system());
    }
}
