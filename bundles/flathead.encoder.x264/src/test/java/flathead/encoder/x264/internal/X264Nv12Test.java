package flathead.encoder.x264.internal;

import flathead.api.Codec;
import flathead.api.VideoFormat;

/** The same with NV12, which is read where it lies. */
class X264Nv12Test extends X264Test {
    @Override
    protected VideoFormat format() {
        return super.format().as(Codec.NV12);
    }
}
