package flathead.encoder.v4l2.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.Codec;
import flathead.api.EncoderFactory;
import flathead.api.VideoFormat;
import flathead.testkit.EncoderFactoryContract;
import flathead.testkit.EncoderSession.Unit;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Tag;

/**
 * The contract on a device of a real kernel, as far as FWHT has what it asks for: there are neither rates nor keyframes
 * on request alone. {@link Bcm2835ContractTest} asks for those of a fake.
 */
@Tag("guest")
class VicodecContractGuestTest extends EncoderFactoryContract {
    private final EncoderFactory factory = Vicodec.factory();

    @Override
    protected EncoderFactory factory() {
        return factory;
    }

    /** The smallest that vicodec takes. */
    @Override
    protected VideoFormat format() {
        return new VideoFormat(Codec.I420, 640, 360, 30);
    }

    @Override
    protected VideoFormat otherFormat() {
        return new VideoFormat(Codec.I420, 640, 480, 15);
    }

    @Override
    protected boolean keyframesOnRequest() {
        return false;
    }

    @Override
    protected boolean changesRate() {
        return false;
    }

    /** A stream of FWHT: each picture begins with its magic, and the first can be decoded alone. */
    @Override
    protected void checkStream(List<Unit> units) {
        assertFalse(units.isEmpty());
        assertTrue(units.get(0).keyframe(), "it starts with a keyframe");
        Fwht fwht = new Fwht();
        for (Unit unit : units) {
            fwht.look(ByteBuffer.wrap(unit.bytes()), 0, unit.bytes().length);
            assertTrue(fwht.picture(), "picture " + unit.sequence());
            assertEquals(fwht.keyframe(), unit.keyframe(), "picture " + unit.sequence());
        }
    }
}
