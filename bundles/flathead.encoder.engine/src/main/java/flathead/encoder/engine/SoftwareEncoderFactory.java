package flathead.encoder.engine;

import flathead.api.Codec;
import flathead.api.EncoderFactory;
import flathead.api.EncoderSettings;
import flathead.api.FrameInput;
import flathead.api.MediaException;
import flathead.api.VideoEncoder;
import flathead.api.VideoFormat;

/** Opens software encoders of one kind. */
public final class SoftwareEncoderFactory implements EncoderFactory {
    /** Macroblocks of 16x16 pixels in a picture: OpenH264's limit, and that of level 5.2 (ITU-T H.264, table A-1). */
    private static final int MAX_MACROBLOCKS = 36_864;

    private final Engines engines;

    /** Encoders over these engines. */
    public SoftwareEncoderFactory(Engines engines) {
        this.engines = engines;
    }

    @Override
    public Codec produces() {
        return Codec.H264;
    }

    @Override
    public boolean supports(VideoFormat in) {
        return (in.codec() == Codec.I420 || in.codec() == Codec.NV12)
            && blocks(in.width()) * blocks(in.height()) <= MAX_MACROBLOCKS;
    }

    private static int blocks(int pixels) {
        return (pixels + 15) / 16;
    }

    @Override
    public VideoEncoder open(VideoFormat in, EncoderSettings settings, FrameInput out) throws MediaException {
        if (!supports(in)) {
            throw new MediaException(engines.library() + " cannot encode " + in + " at " + settings.bitsPerSecond()
                + " bit/s to H264: allowed are I420 and NV12 of up to " + MAX_MACROBLOCKS
                + " blocks of 16x16 pixels, such as 4096x2304");
        }
        return new SoftwareEncoder(engines, in, settings, out);
    }
}
