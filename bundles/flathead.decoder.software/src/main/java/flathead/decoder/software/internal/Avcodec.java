package flathead.decoder.software.internal;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_LOW_DELAY;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_image_copy_plane;

import flathead.api.Frame;
import flathead.api.MediaException;
import flathead.ffmpeg.At;
import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.LongPointer;

/**
 * An H.264 decoder of libavcodec: one thread, nothing held back. Its frame and packet are made once. Not thread-safe;
 * bad input is an answer, not an exception.
 */
final class Avcodec {
    /** What became of a picture. */
    enum Result {
        /** There is a picture, as it was encoded. */
        GOOD,
        /** There is one that has errors in it, or leans on what was lost, or is of a kind that cannot be shown. */
        BAD,
        /** There is none. */
        NONE
    }

    private final AVCodecContext context;
    private final AVFrame frame = av_frame_alloc();
    private final AVPacket packet = av_packet_alloc();
    private final LongPointer planes;
    private final At input = new At();
    private final At source = new At();
    private final At target = new At();

    Avcodec() throws MediaException {
        AVCodec codec = avcodec_find_decoder(AV_CODEC_ID_H264);
        context = avcodec_alloc_context3(codec);
        context.flags(context.flags() | AV_CODEC_FLAG_LOW_DELAY);
        context.thread_count(1);
        context.max_pixels(AvcodecDecoderFactory.MOST_PIXELS);
        planes = new LongPointer(new At(frame.address() + Loader.offsetof(AVFrame.class, "data")));
        int error = avcodec_open2(context, codec, (AVDictionary) null);
        if (error < 0) {
            close();
            throw new MediaException("libavcodec opens no H.264 decoder: error " + error);
        }
    }

    /**
     * Decodes an access unit; libavcodec copies it.
     *
     * @param address of its first byte
     * @param number is that of the picture that it yields
     * @return false if it cannot be decoded
     */
    boolean send(long address, int size, long number) {
        packet.data(input.to(address)).size(size);
        packet.pts(number);
        return avcodec_send_packet(context, packet) >= 0;
    }

    /** No more access units follow; what is inside can be received. */
    void end() {
        avcodec_send_packet(context, null);
    }

    /** Takes the next picture out of it. */
    Result receive() {
        int error = avcodec_receive_frame(context, frame);
        if (error == AVERROR_EAGAIN() || error == AVERROR_EOF) {
            return Result.NONE;
        }
        boolean planar = frame.format() == AV_PIX_FMT_YUV420P || frame.format() == AV_PIX_FMT_YUVJ420P;
        boolean whole = (frame.flags() & AVFrame.AV_FRAME_FLAG_CORRUPT) == 0 && frame.decode_error_flags() == 0;
        return error >= 0 && planar && whole ? Result.GOOD : Result.BAD;
    }

    /** Of the picture that was received last. */
    long number() {
        return frame.pts();
    }

    int width() {
        return frame.width();
    }

    int height() {
        return frame.height();
    }

    /** Copies the picture that was received last, which is gone then. */
    void copyTo(Frame to, long[] addresses) {
        int width = to.format().width();
        int height = to.format().height();
        for (int i = 0; i < 3; i++) {
            int part = i == 0 ? 1 : 2;
            av_image_copy_plane(target.to(addresses[i]), to.memory().stride(i), source.to(planes.get(i)),
                frame.linesize(i), width / part, height / part);
        }
        av_frame_unref(frame);
    }

    static long address(ByteBuffer direct) {
        return At.start(direct);
    }

    void close() {
        av_packet_free(packet);
        av_frame_free(frame);
        avcodec_free_context(context);
    }
}
