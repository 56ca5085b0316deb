package flathead.snapshot.internal;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_BITEXACT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_QSCALE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT470BG;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.FF_QP2LAMBDA;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;

import flathead.api.MediaException;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;

/**
 * libavcodec's JPEG encoder for pictures of one size. Pictures come in video range and are stretched to the full one,
 * as JFIF wants it, by libswscale. Not thread-safe.
 */
final class JpegEncoder implements AutoCloseable {
    private static final double BEST = 2;
    private static final double WORST = 31;

    private final int width;
    private final int height;
    private final AVFrame source = av_frame_alloc();
    private final AVFrame full = av_frame_alloc();
    private final AVPacket packet = av_packet_alloc();
    private final BytePointer planes;
    private final AVCodecContext context;
    private final SwsContext stretch;

    /**
     * @param quality 1 to 100
     * @throws MediaException if libavcodec cannot
     */
    JpegEncoder(int width, int height, int quality) throws MediaException {
        this.width = width;
        this.height = height;
        int scale = (int) Math.round(FF_QP2LAMBDA * (BEST + (100 - quality) * (WORST - BEST) / 99));
        AVCodec codec = avcodec_find_encoder(AV_CODEC_ID_MJPEG);
        context = avcodec_alloc_context3(codec);
        context.width(width).height(height).pix_fmt(AV_PIX_FMT_YUVJ420P);
        context.color_range(AVCOL_RANGE_JPEG).colorspace(AVCOL_SPC_BT470BG);
        context.time_base().num(1).den(30);
        context.sample_aspect_ratio().num(1).den(1);
        context.flags(context.flags() | AV_CODEC_FLAG_QSCALE | AV_CODEC_FLAG_BITEXACT);
        context.global_quality(scale);
        context.thread_count(1);
        stretch = sws_getContext(width, height, AV_PIX_FMT_YUV420P, width, height, AV_PIX_FMT_YUVJ420P, SWS_BILINEAR,
            null, null, (DoublePointer) null);
        full.width(width).height(height).format(AV_PIX_FMT_YUVJ420P).quality(scale);
        full.color_range(AVCOL_RANGE_JPEG).colorspace(AVCOL_SPC_BT470BG);
        planes = new BytePointer((long) width * height * 3 / 2);
        source.width(width).height(height).format(AV_PIX_FMT_YUV420P);
        plane(0, 0, width);
        plane(1, width * height, width / 2);
        plane(2, width * height * 5 / 4, width / 2);
        int error = avcodec_open2(context, codec, (AVDictionary) null);
        if (error < 0 || stretch == null || av_frame_get_buffer(full, 0) < 0) {
            close();
            throw new MediaException("libavcodec opens no JPEG encoder for " + width + "x" + height + ": error "
                + error);
        }
    }

    private void plane(int index, long from, int stride) {
        source.data(index, planes.getPointer(from)).linesize(index, stride);
    }

    /** A picture of this encoder's size as a file. */
    byte[] encode(byte[] i420) throws MediaException {
        planes.put(i420, 0, i420.length);
        if (av_frame_make_writable(full) < 0 || sws_scale(stretch, source.data(), source.linesize(), 0, height,
                full.data(), full.linesize()) != height) {
            throw new MediaException("libswscale did not convert a picture of " + width + "x" + height);
        }
        int error = avcodec_send_frame(context, full);
        if (error >= 0) {
            error = avcodec_receive_packet(context, packet);
        }
        if (error < 0) {
            throw new MediaException("libavcodec made no JPEG of " + width + "x" + height + ": error " + error);
        }
        byte[] file = new byte[packet.size()];
        packet.data().get(file);
        av_packet_unref(packet);
        return file;
    }

    @Override
    public void close() {
        sws_freeContext(stretch);
        avcodec_free_context(context);
        av_packet_free(packet);
        av_frame_free(full);
        av_frame_free(source);
        planes.close();
    }
}
