package flathead.encoder.software.internal;

import flathead.api.EncoderFactory;
import flathead.encoder.engine.SoftwareEncoderFactory;
import flathead.testkit.EncoderFactoryContract;
import org.junit.jupiter.api.BeforeAll;

/** The system's OpenH264. */
class SystemOpenH264Test extends EncoderFactoryContract {
    private static EncoderFactory factory;

    @BeforeAll
    static void load() {
        factory = new SoftwareEncoderFactory(TestEngines.system());
    }

    @Override
    protected EncoderFactory factory() {
        return factory;
    }
}
