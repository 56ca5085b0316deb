package flathead.encoder.v4l2.internal;

import flathead.api.EncoderFactory;

/** Encoders for tests of other packages. */
public final class TestEncoders {
    private TestEncoders() {
    }

    /** That of vicodec, in the guest. */
    public static EncoderFactory vicodec() {
        return Vicodec.factory();
    }

    /** A fake, which can be broken. */
    public static final class Fake {
        private final FakeBcm2835 device = new FakeBcm2835();
        private final EncoderFactory factory = device.factory(500);

        /** Opens encoders on it. */
        public EncoderFactory factory() {
            return factory;
        }

        /** It gives nothing back any more. */
        public void hang() {
            device.hang();
        }

        /** It is gone. */
        public void unplug() {
            device.unplug(true);
        }
    }
}
