package flathead.encoder.v4l2.internal;

import flathead.api.EncoderFactory;
import flathead.encoder.v4l2.internal.FakeBcm2835.Quirk;
import flathead.testkit.EncoderFactoryContract;

/**
 * The whole contract of H.264, on a fake that has the single-planar interface, takes NV12 only, cannot be told to make
 * a keyframe, and makes its parameter sets once, in a buffer of their own.
 */
class SinglePlanarContractTest extends EncoderFactoryContract {
    private final EncoderFactory factory = new FakeBcm2835(Quirk.SINGLE_PLANAR, Quirk.NV12_ONLY,
        Quirk.NO_FORCED_KEYFRAME, Quirk.HEADER_APART).factory();

    @Override
    protected EncoderFactory factory() {
        return factory;
    }
}
