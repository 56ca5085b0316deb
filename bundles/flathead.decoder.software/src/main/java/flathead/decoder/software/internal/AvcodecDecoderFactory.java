package flathead.decoder.software.internal;

import flathead.api.Codec;
import flathead.api.DecoderFactory;
import flathead.api.Feedback;
import flathead.api.FrameInput;
import flathead.api.MediaException;
import flathead.api.VideoDecoder;
import flathead.api.VideoFormat;

/** The software decoder, as a service. libavcodec must be loaded. */
final class AvcodecDecoderFactory implements DecoderFactory {
    /** The largest picture, in pixels: what level 5.2 of H.264 allows. */
    static final int MOST_PIXELS = 36_864 * 256;

    @Override
    public Codec consumes() {
        return Codec.H264;
    }

    @Override
    public boolean supports(VideoFormat in) {
        return in.codec() == Codec.H264 && (long) in.width() * in.height() <= MOST_PIXELS;
    }

    @Override
    public VideoDecoder open(VideoFormat in, FrameInput out, Feedback upstream) throws MediaException {
        if (!supports(in)) {
            throw new MediaException("libavcodec decodes no " + in + " here: H264 of up to " + MOST_PIXELS + " pixels");
        }
        return new AvcodecDecoder(out, upstream);
    }
}
