package flathead.encoder.v4l2.internal;

import flathead.api.Codec;
import flathead.api.EncoderSettings;
import flathead.api.VideoFormat;
import java.nio.ByteBuffer;

/**
 * FWHT, which the kernel's vicodec makes ({@code struct fwht_cframe_hdr}): no parameter sets, no rate, and a keyframe
 * at least every 16 pictures whether wanted or not.
 */
final class Fwht implements Bitstream {
    static final int PIXEL_FORMAT = 0x54485746;
    private static final int MAGIC = 0x4f4f4f4f;
    /** The second byte of the flags, highest first, of which bit 2 says that it is an I-frame. */
    private static final int FLAGS = 22;
    private static final int HEADER = 44;
    private static final int I_FRAME = 1 << 2;
    private static final int LONGEST_INTERVAL = 16;

    private boolean picture;
    private boolean keyframe;

    /** How it is set up on a device: the first picture of a stream, and as few others as can be, are keyframes. */
    @Override
    public void configure(Controls controls, VideoFormat format, EncoderSettings settings) {
        controls.setNearest(Layout.GOP_SIZE, LONGEST_INTERVAL);
    }

    @Override
    public int pixelFormat() {
        return PIXEL_FORMAT;
    }

    /** Flathead knows no FWHT; all that matters here is that it is none of the codecs in use. */
    @Override
    public Codec codec() {
        return Codec.AV1;
    }

    @Override
    public boolean allows(int bitsPerSecond) {
        return true;
    }

    @Override
    public void look(ByteBuffer unit, int offset, int size) {
        picture = size > HEADER && unit.getInt(offset) == MAGIC;
        keyframe = picture && (unit.get(offset + FLAGS) & I_FRAME) != 0;
    }

    @Override
    public boolean picture() {
        return picture;
    }

    @Override
    public boolean keyframe() {
        return keyframe;
    }

    @Override
    public int missing() {
        return 0;
    }

    @Override
    public void putMissing(ByteBuffer target) {
        throw new AssertionError("nothing is missing");
    }

    @Override
    public String complaint() {
        return null;
    }
}
