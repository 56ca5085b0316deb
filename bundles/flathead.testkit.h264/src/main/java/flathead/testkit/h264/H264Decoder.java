package flathead.testkit.h264;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;

/** libavcodec's decoder as it comes, which holds pictures back if the stream lets it. */
final class H264Decoder implements AutoCloseable {
    private static final int PADDING = 64;

    private final AVCodecContext context = avcodec_alloc_context3(avcodec_find_decoder(AV_CODEC_ID_H264));
    private final AVFrame frame = av_frame_alloc();
    private final AVPacket packet = av_packet_alloc();

    H264Decoder() {
        context.thread_count(1);
        check(avcodec_open2(context, (AVCodec) null, (AVDictionary) null));
    }

    private static void check(int error) {
        if (error < 0) {
            throw new AssertionError("libavcodec: error " + error);
        }
    }

    /** Decodes an access unit; the picture that this yields, which has to be its own. */
    Picture decode(byte[] unit) {
        try (BytePointer bytes = new BytePointer(unit.length + PADDING)) {
            bytes.put(unit, 0, unit.length);
            packet.data(bytes).size(unit.length);
            check(avcodec_send_packet(context, packet));
            check(avcodec_receive_frame(context, frame));
            return new Picture(frame.width(), frame.height(), plane(0, frame.width(), frame.height()),
                plane(1, frame.width() / 2, frame.height() / 2), plane(2, frame.width() / 2, frame.height() / 2));
        }
    }

    private byte[] plane(int index, int width, int height) {
        byte[] copy = new byte[width * height];
        BytePointer data = frame.data(index);
        for (int y = 0; y < height; y++) {
            data.position((long) y * frame.linesize(index)).get(copy, y * width, width);
        }
        return copy;
    }

    /** {@code AVCodecContext.colorspace} and {@code color_range} of the stream. */
    int[] colour() {
        return new int[] {frame.colorspace(), frame.color_range()};
    }

    @Override
    public void close() {
        av_packet_free(packet);
        av_frame_free(frame);
        avcodec_free_context(context);
    }

    /** A decoded picture. */
    record Picture(int width, int height, byte[] y, byte[] u, byte[] v) {
    }
}
