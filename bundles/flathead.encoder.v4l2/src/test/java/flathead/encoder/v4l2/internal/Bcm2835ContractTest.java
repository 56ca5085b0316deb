package flathead.encoder.v4l2.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import flathead.api.EncoderFactory;
import flathead.testkit.EncoderFactoryContract;
import org.junit.jupiter.api.AfterEach;

/** The whole contract of H.264, on {@link FakeBcm2835}. */
class Bcm2835ContractTest extends EncoderFactoryContract {
    private final FakeBcm2835 fake = new FakeBcm2835();
    private final EncoderFactory factory = fake.factory();

    @Override
    protected EncoderFactory factory() {
        return factory;
    }

    @AfterEach
    void everythingIsClosed() {
        assertEquals(0, fake.openNow());
    }
}
