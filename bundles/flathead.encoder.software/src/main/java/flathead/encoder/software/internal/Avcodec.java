package flathead.encoder.software.internal;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_LOW_DELAY;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AV_DICT_IGNORE_SUFFIX;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_get;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import flathead.api.MediaException;
import flathead.api.VideoFormat;
import flathead.encoder.engine.Engine;
import flathead.encoder.engine.Engines;
import flathead.ffmpeg.At;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;

/** An H.264 encoder of libavcodec, by name. */
final class Avcodec implements Engines {
    /** VideoToolbox takes 0 as its own choice; whoever wants keyframes asks for them. */
    private static final int NEVER = 1_000_000;
    private static final Map<String, String> OPEN_H264 = Map.of("profile", "constrained_baseline",
        "allow_skip_frames", "0", "rc_mode", "bitrate");

    private final String library;
    private final boolean reach;
    private final Map<String, String> options;
    private final AVCodec codec;

    private Avcodec(String name, String library, boolean reach, Map<String, String> options) throws MediaException {
        this.library = library;
        this.reach = reach;
        this.options = options;
        this.codec = avcodec_find_encoder_by_name(name);
        if (codec == null || codec.isNull()) {
            throw new MediaException("this libavcodec has no encoder " + name);
        }
    }

    /** OpenH264, as it is linked into libavcodec. */
    static Avcodec openH264() throws MediaException {
        return new Avcodec("libopenh264", "libavcodec, OpenH264", true, OPEN_H264);
    }

    /** Apple's encoder. Untested: there was no such machine. */
    static Avcodec videoToolbox() throws MediaException {
        return plain("h264_videotoolbox", Map.of("profile", "constrained_baseline", "realtime", "1", "allow_sw", "1",
            "prio_speed", "1", "max_ref_frames", "1"));
    }

    /** Any one, by nothing but libavcodec's own interface. */
    static Avcodec plain(String name, Map<String, String> options) throws MediaException {
        return new Avcodec(name, "libavcodec, " + name, false, options);
    }

    @Override
    public String library() {
        return library;
    }

    @Override
    public long address(ByteBuffer direct) {
        return At.start(direct);
    }

    @Override
    public Engine open(VideoFormat format, int bitsPerSecond) throws MediaException {
        AVCodecContext context = avcodec_alloc_context3(codec);
        context.width(format.width()).height(format.height()).pix_fmt(AV_PIX_FMT_YUV420P);
        context.time_base(av_make_q(1, format.fps())).framerate(av_make_q(format.fps(), 1));
        context.bit_rate(bitsPerSecond).max_b_frames(0).gop_size(reach ? 0 : NEVER);
        context.thread_count(1).slices(1).flags(context.flags() | AV_CODEC_FLAG_LOW_DELAY);
        context.color_range(AVCOL_RANGE_MPEG).color_primaries(SvcParameters.BT601).color_trc(SvcParameters.BT601)
            .colorspace(SvcParameters.BT601);
        if (reach) {
            context.qmin(SvcParameters.MIN_QP).qmax(SvcParameters.MAX_QP);
        }
        AVDictionary dictionary = new AVDictionary(null);
        options.forEach((key, value) -> av_dict_set(dictionary, key, value, 0));
        int error = avcodec_open2(context, codec, dictionary);
        AVDictionaryEntry unknown = av_dict_get(dictionary, "", null, AV_DICT_IGNORE_SUFFIX);
        String problem = error < 0 ? text(error)
            : unknown == null ? null : "it has no option " + unknown.key().getString();
        av_dict_free(dictionary);
        if (problem != null) {
            avcodec_free_context(context);
            throw new MediaException(library + " cannot encode " + format + " at " + bitsPerSecond + " bit/s: "
                + problem);
        }
        return reach ? new AvcodecEngine(library, context, InnerSvc.of(context, format, bitsPerSecond), 0)
            : new AvcodecEngine(library, context, null, format.intervalNanos() / 2);
    }

    /** What libavcodec calls an error. */
    static String text(int error) {
        byte[] text = new byte[128];
        av_strerror(error, text, text.length);
        int length = 0;
        while (length < text.length && text[length] != 0) {
            length++;
        }
        return new String(text, 0, length, StandardCharsets.UTF_8) + " (" + error + ")";
    }
}
