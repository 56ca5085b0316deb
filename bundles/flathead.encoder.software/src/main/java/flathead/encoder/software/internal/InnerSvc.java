package flathead.encoder.software.internal;

import static org.bytedeco.ffmpeg.global.avcodec.LIBAVCODEC_VERSION_INT;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_version;
import static org.bytedeco.ffmpeg.global.avutil.av_opt_find;

import flathead.api.VideoFormat;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avutil.AVOption;
import org.bytedeco.javacpp.LongPointer;

/**
 * Reaches the OpenH264 encoder inside libavcodec's {@code libopenh264}, which neither changes the rate of an open
 * encoder nor lets detection of scene changes be switched off. Its private data starts with the {@code AVClass} and the
 * address of the {@code ISVCEncoder}.
 *
 * <p>Taken only in the libavcodec that this was written for, whose options lie where they then must, and if the
 * settings read through it are those that libavcodec was given.
 */
final class InnerSvc {
    /** After {@code AVClass *}, {@code ISVCEncoder *} and {@code int slice_mode}. */
    private static final int LOOP_FILTER_OFFSET = 20;

    private InnerSvc() {
    }

    /** The encoder within, set to make IDRs on demand only; null if it is not surely reached. */
    static SvcEncoder of(AVCodecContext context, VideoFormat format, int bitsPerSecond) {
        AVOption option = av_opt_find(context.priv_data(), "loopfilter", null, 0, 0);
        if (avcodec_version() != LIBAVCODEC_VERSION_INT || option == null || option.offset() != LOOP_FILTER_OFFSET) {
            return null;
        }
        long address = new LongPointer(context.priv_data()).get(1);
        if (address == 0) {
            return null;
        }
        SvcEncoder encoder = new SvcEncoder(address);
        if (encoder.settle(format, bitsPerSecond)) {
            return encoder;
        }
        encoder.close();
        return null;
    }
}
