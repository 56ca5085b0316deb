package flathead.encoder.software.internal;

import flathead.api.EncoderFactory;
import flathead.api.MediaException;
import flathead.encoder.engine.SoftwareEncoderFactory;
import flathead.testkit.EncoderFactoryContract;
import org.junit.jupiter.api.BeforeAll;

/** The OpenH264 in libavcodec, reached into. */
class AvcodecTest extends EncoderFactoryContract {
    private static EncoderFactory factory;

    @BeforeAll
    static void load() throws MediaException {
        factory = new SoftwareEncoderFactory(Libraries.avcodecOpenH264());
    }

    @Override
    protected EncoderFactory factory() {
        return factory;
    }
}
