package flathead.encoder.x264.internal;

import flathead.api.EncoderFactory;
import flathead.api.MediaException;
import flathead.encoder.engine.SoftwareEncoderFactory;
import flathead.encoder.software.internal.Libraries;
import flathead.testkit.h264.DecodedContract;
import org.junit.jupiter.api.BeforeAll;

/** Decodes what the system's libx264 makes, alone and taking turns with OpenH264. */
class X264DecodedTest extends DecodedContract {
    private static EncoderFactory factory;
    private static EncoderFactory other;

    @BeforeAll
    static void load() throws MediaException {
        factory = TestX264.factory();
        other = new SoftwareEncoderFactory(Libraries.openH264());
    }

    @Override
    protected EncoderFactory factory() {
        return factory;
    }

    @Override
    protected EncoderFactory other() {
        return other;
    }
}
