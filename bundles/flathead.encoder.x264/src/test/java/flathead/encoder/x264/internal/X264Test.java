package flathead.encoder.x264.internal;

import flathead.api.EncoderFactory;
import flathead.api.MediaException;
import flathead.testkit.EncoderFactoryContract;
import org.junit.jupiter.api.BeforeAll;

/** The system's libx264. */
class X264Test extends EncoderFactoryContract {
    private static EncoderFactory factory;

    @BeforeAll
    static void load() throws MediaException {
        factory = TestX264.factory();
    }

    @Override
    protected EncoderFactory factory() {
        return factory;
    }
}
