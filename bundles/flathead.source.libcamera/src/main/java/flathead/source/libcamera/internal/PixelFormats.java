package flathead.source.libcamera.internal;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGR24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGRA;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_GRAY8;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_NV12;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGBA;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_UYVY422;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUYV422;

import flathead.api.Codec;
import java.util.List;

/**
 * The pixel formats that are asked of a camera, by their DRM codes. DRM names the bytes of a pixel from the last to the
 * first, libavutil from the first to the last.
 */
enum PixelFormats {
    YUV420("YU12", AV_PIX_FMT_YUV420P),
    NV12("NV12", AV_PIX_FMT_NV12),
    YUYV("YUYV", AV_PIX_FMT_YUYV422),
    UYVY("UYVY", AV_PIX_FMT_UYVY422),
    BGR888("BG24", AV_PIX_FMT_RGB24),
    RGB888("RG24", AV_PIX_FMT_BGR24),
    XBGR8888("XB24", AV_PIX_FMT_RGBA),
    XRGB8888("XR24", AV_PIX_FMT_BGRA),
    R8("R8  ", AV_PIX_FMT_GRAY8);

    private final int fourcc;
    private final int libavutil;

    PixelFormats(String code, int libavutil) {
        this.fourcc = code.charAt(0) | code.charAt(1) << 8 | code.charAt(2) << 16 | code.charAt(3) << 24;
        this.libavutil = libavutil;
    }

    /** The DRM code. */
    int fourcc() {
        return fourcc;
    }

    /** The same in libavutil. */
    int libavutil() {
        return libavutil;
    }

    /** The one that needs no conversion. */
    static PixelFormats of(Codec codec) {
        return codec == Codec.I420 ? YUV420 : NV12;
    }

    /** All, the best for a codec first. */
    static List<PixelFormats> bestFor(Codec codec) {
        return codec == Codec.I420 ? List.of(values())
            : List.of(NV12, YUV420, YUYV, UYVY, BGR888, RGB888, XBGR8888, XRGB8888, R8);
    }

    /** How a DRM code is written. */
    static String text(int fourcc) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Integer.BYTES; i++) {
            char c = (char) (fourcc >> 8 * i & 0xff);
            text.append(c > ' ' && c < 127 ? c : '?');
        }
        return text.toString();
    }
}
